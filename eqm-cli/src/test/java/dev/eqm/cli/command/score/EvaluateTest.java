package dev.eqm.cli.command.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.cli.command.Cli;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.Hashed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code eqm stats} and {@code eqm evaluate}. */
class EvaluateTest {
    @TempDir private Path folder;

    /** Noise of 1x6x6, as an npz of pictures. */
    private Path pictures(String name, int n, long stream, int side) {
        byte[] bytes = new byte[n * side * side];
        float[] hashed = Hashed.floats(bytes.length, stream, 100);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Math.round(128 + hashed[i]);
        }
        Path file = folder.resolve(name);
        Npz.write(file, Map.of("arr_0", TensorData.of(bytes, n, side, side)));
        return file;
    }

    private static Cli run(Object... args) {
        List<String> all = new ArrayList<>();
        for (Object arg : args) {
            all.add(arg.toString());
        }
        return Cli.run(all);
    }

    private Path reference(Path images, String... more) {
        Path out = folder.resolve("ref-" + images.getFileName());
        List<Object> args =
                new ArrayList<>(
                        List.of("stats", "--images", images, "--split", "train", "--out", out));
        args.addAll(List.of(more));
        assertThat(run(args.toArray()).err()).isEmpty();
        return out;
    }

    @Test
    @SuppressWarnings("unchecked")
    void scoresPicturesAgainstAReference() throws IOException {
        Path real = pictures("real.npz", 90, 1, 6);
        Path fake = pictures("fake.npz", 80, 2, 6);
        Path ref = reference(real, "--keep-features", "--features", "pixels:3");
        Path json = folder.resolve("report.json");
        Cli cli =
                run(
                        "evaluate",
                        "--images",
                        fake,
                        "--reference",
                        ref,
                        "--features",
                        "pixels:3",
                        "--json",
                        json);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains(
                        "Frechet distance [pixels-3]",
                        "kernel distance [pixels-3]",
                        "precision [pixels-3]",
                        "coverage [pixels-3]",
                        "jackknife over 10 groups",
                        "split train, 90 images 1x6x6")
                .doesNotContain("FID");
        assertThat(cli.warnings()).isEmpty();
        Map<String, Object> report = (Map<String, Object>) Json.parse(Files.readString(json));
        List<Map<String, Object>> scores = (List<Map<String, Object>>) report.get("scores");
        assertThat(scores).hasSize(7);
        assertThat((Double) scores.get(0).get("low"))
                .isLessThan((Double) scores.get(0).get("high"));
        assertThat((Map<String, Object>) report.get("samples"))
                .containsEntry("count", 80L)
                .hasEntrySatisfying("sha256", h -> assertThat(h.toString()).hasSize(64));
        assertThat((Map<String, Object>) report.get("reference")).containsEntry("split", "train");

        Cli same =
                run(
                        "evaluate",
                        "--images",
                        real,
                        "--reference",
                        ref,
                        "--features",
                        "pixels:3",
                        "--metrics",
                        "fid",
                        "--groups",
                        "1");
        assertThat(same.out())
                .containsPattern("Frechet distance \\[pixels-3\\] +(0\\.00000|[0-9.]+e-[0-9]+) ");
    }

    @Test
    void scoresARunAgainstItsOwnData() {
        assertThat(Cli.run(Cli.tinyTraining(folder.resolve("runs"))).err()).isEmpty();
        Object[] args = {
            "evaluate",
            "--run",
            folder.resolve("runs/tiny"),
            "--count",
            "20",
            "--labels",
            "balanced",
            "--features",
            "pixels:2",
            "--metrics",
            "fid",
            "--seed",
            "3"
        };
        Cli cli = run(args);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains(
                        "reference: the run's own data, Fashion-MNIST",
                        "Frechet distance [pixels-2]",
                        "labels     balanced",
                        "seed       3",
                        "modelSha256");
        assertThat(run(args).out()).isEqualTo(cli.out()); // hashes included
    }

    @Test
    void saysWhatDoesNotFit() {
        Path real = pictures("real.npz", 30, 1, 6);
        Path small = pictures("small.npz", 30, 1, 5);
        Path one = pictures("one.npz", 1, 1, 6);
        Path ref = reference(real);
        refused(
                run("evaluate", "--images", real),
                "needs something to compare with: --reference FILE");
        refused(
                run("evaluate", "--images", small, "--reference", ref),
                "small.npz",
                "real.npz",
                "{POOLED=25}",
                "{POOLED=36}");
        refused(
                run("evaluate", "--images", small, "--reference", ref, "--features", "pixels:3"),
                "small.npz",
                "{POOLED=9}");
        Path three = reference(pictures("three.npz", 30, 1, 6), "--features", "pixels:5");
        refused(
                run("evaluate", "--images", small, "--reference", three),
                "small.npz",
                "has pixels (weights -)",
                "three.npz",
                "has pixels-5");
        refused(
                run("evaluate", "--images", one, "--reference", ref),
                "at least 2 images",
                "37 for full rank",
                "got 1");
        refused(
                run("evaluate", "--images", real, "--reference", ref, "--metrics", "kid"),
                "KID needs all features",
                "--keep-features");
        refused(
                run("evaluate", "--images", real, "--reference", ref, "--metrics", "is"),
                "IS needs LOGITS",
                "pixels");
        refused(
                run("evaluate", "--images", real, "--reference", real),
                "real.npz",
                "no mu and sigma");
        refused(run("stats", "--images", real, "--out", ref), "already exists", "--overwrite");
        refused(
                run("stats", "--images", one, "--out", folder.resolve("new.npz")),
                "at least 2 images");
        refused(
                run(
                        "stats",
                        "--images",
                        real,
                        "--features",
                        "torchscript:" + real,
                        "--out",
                        folder.resolve("new.npz")),
                "real.npz: is not a TorchScript file");
        refused(
                run("stats", "--images", folder, "--out", folder.resolve("new.npz")),
                "give --size N");
        refused(run("stats", "--out", folder.resolve("new.npz")), "by exactly one of --images");
        assertThat(folder.resolve("new.npz")).doesNotExist();
    }

    private static void refused(Cli cli, String... words) {
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains(words);
    }

    /** With statistics alone, as other tools write them, the net is assumed. */
    @Test
    void filesWithoutMetadataAreWarnedOf() {
        Path real = pictures("real.npz", 60, 1, 6);
        Map<String, TensorData> bare = new LinkedHashMap<>(Npz.read(reference(real)));
        bare.remove("metadata");
        Path file = folder.resolve("bare.npz");
        Npz.write(file, bare);
        Cli cli = run("evaluate", "--images", real, "--reference", file);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.warnings())
                .contains("warning: bare.npz has no metadata", "inception-v3-fid", "are assumed");
        Path few = pictures("few.npz", 10, 1, 6);
        assertThat(run("evaluate", "--images", few, "--reference", file).warnings())
                .contains("warning: with 10 samples", "rank at most 9", "at least 37");
    }

    /** Grey 28x28 pictures are looked at by the built-in net unless other features are named. */
    @Test
    void aRunOfGrey28x28IsScoredByTheBuiltInNet() throws IOException {
        assertThat(Cli.run(Cli.tinyTraining(folder.resolve("runs"))).err()).isEmpty();
        Path json = folder.resolve("fmd.json");
        Object[] args = {
            "evaluate",
            "--run",
            folder.resolve("runs/tiny"),
            "--count",
            "70",
            "--labels",
            "balanced",
            "--metrics",
            "fmd,agreement",
            "--json",
            json
        };
        Cli cli = run(args);
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .containsPattern("FMD +[0-9.]+ +\\[")
                .contains(
                        "class agreement [fmnist28]",
                        "precision  float32",
                        "features   fmnist28 (grey 28x28")
                .doesNotContain("FID");
        assertThat(Files.readString(json)).contains("\"FMD\"").doesNotContain("FID");
        List<Object> each = new ArrayList<>(List.of(args));
        each.add("--by-class");
        Cli classes = run(each.toArray());
        assertThat(classes.err()).isEmpty();
        assertThat(classes.out())
                .contains("by class (")
                .containsPattern(
                        "Ankle boot +FMD [0-9.]+.*class agreement [0-9.]+ \\[.*\\] % \\(7 samples, 1000 reference images\\)");
        assertThat(Files.readString(json)).contains("\"Ankle boot\"", "Wilson");
        each.addAll(List.of("--reference", json));
        refused(run(each.toArray()), "--by-class", "remove --by-class or --reference");
        args[8] = "fid";
        refused(run(args), "FID is not a score of the network fmnist28", "FMD");
        args[8] = "fmd";
        List<Object> asked = new ArrayList<>(List.of(args));
        asked.add("--memorisation");
        refused(run(asked.toArray()), "--memorisation", "no held-out images");
        args[4] = "3";
        args[8] = "is";
        refused(run(args), "IS is the mean over 10 splits", "got 3");
    }
}
