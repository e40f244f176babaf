package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.torch.TorchFile;
import dev.eqm.models.weights.torch.TorchTensor;
import dev.eqm.train.checkpoint.Resume;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.optim.AdamW;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Published checkpoints in, used, and out again. */
@ExtendWith(LeakCheck.class)
class ImportExportTest {
    private static final List<String> FILES =
            List.of("model.safetensors", "ema.safetensors", "optimizer.safetensors", "state.json");

    @TempDir private Path folder;

    private Path training;
    private Path bare;

    @BeforeEach
    void copy() throws IOException {
        training = golden("checkpoint_train.pt");
        bare = golden("checkpoint_bare.pt");
    }

    private Path golden(String name) throws IOException {
        String resource = "/dev/eqm/cli/golden/set/" + name;
        try (InputStream in = ImportExportTest.class.getResourceAsStream(resource)) {
            Path file = folder.resolve(name);
            Files.copy(in, file);
            return file;
        }
    }

    private Path imported(Path file, String name, String... more) {
        Path out = folder.resolve(name);
        List<String> args =
                new ArrayList<>(List.of("import", file.toString(), "--out", out.toString()));
        args.addAll(List.of(more));
        Cli done = Cli.run(args);
        assertThat(done.exit()).as(done.err()).isZero();
        return out;
    }

    private Cli exported(Path what, Path out, String... more) {
        List<String> args =
                new ArrayList<>(List.of("export", what.toString(), "--out", out.toString()));
        args.addAll(List.of(more));
        Cli done = Cli.run(args);
        assertThat(done.exit()).as(done.err()).isZero();
        return done;
    }

    @Test
    void whatIsSaidOfIt() {
        Cli done =
                Cli.run(
                        "import",
                        training.toString(),
                        "--out",
                        folder.resolve("in").toString(),
                        "--heads",
                        "2");
        assertThat(done.out())
                .contains("custom, 18,000 parameters", "average", "state of step 3", "4x8x8");
        Cli inspected = Cli.run("inspect", folder.resolve("in").toString());
        assertThat(inspected.err()).isEmpty();
        assertThat(inspected.out()).contains("width 16, depth 2, heads 2");
    }

    /** In, out, in: the same files; every tensor as it was. */
    @Test
    void aTrainingCheckpointGoesAround() throws IOException {
        Path first = imported(training, "first", "--heads", "2");
        Path back = folder.resolve("back.pt");
        assertThat(exported(first, back).out()).contains("model, ema, opt, args");
        Map<String, TensorData> before = tensors(training);
        assertThat(before).hasSize(32 + 32 + 3 * 31);
        assertThat(tensors(back)).isEqualTo(before);
        Path second = imported(back, "second", "--heads", "2");
        for (String file : FILES) {
            assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
        }
    }

    @Test
    void bareWeightsGoAroundInBothFormats() throws IOException {
        Path first = imported(bare, "first", "--heads", "3");
        assertThat(first.resolve("optimizer.safetensors")).doesNotExist();
        assertThat(first.resolve("ema.safetensors"))
                .hasSameBinaryContentAs(first.resolve("model.safetensors"));
        for (String format : List.of("pt", "safetensors")) {
            Path back = folder.resolve("back." + format);
            exported(first, back);
            Path second = imported(back, "from-" + format, "--heads", "3");
            for (String file : List.of("model.safetensors", "ema.safetensors", "state.json")) {
                assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
            }
        }
        assertThat(tensors(folder.resolve("back.pt"))).isEqualTo(tensors(bare));
        assertThat(Safetensors.read(folder.resolve("back.safetensors")).tensors())
                .isEqualTo(tensors(bare));
    }

    @Test
    void oneSetOfWeights() {
        Path first = imported(training, "first", "--heads", "2");
        Map<String, TensorData> all = tensors(training);
        for (String set : List.of("model", "ema")) {
            Path out = folder.resolve(set + ".pt");
            exported(first, out, "--weights", set);
            Map<String, TensorData> wanted = new LinkedHashMap<>();
            all.forEach(
                    (name, t) -> {
                        if (name.startsWith("." + set + ".")) {
                            wanted.put(name.substring(set.length() + 2), t);
                        }
                    });
            assertThat(wanted).hasSize(32);
            assertThat(tensors(out)).isEqualTo(wanted);
        }
    }

    @Test
    void itIsSampledFrom() {
        Path first = imported(training, "first", "--heads", "2");
        Cli sampled =
                Cli.run(
                        "sample",
                        "--checkpoint",
                        first.toString(),
                        "--out",
                        folder.resolve("out").toString(),
                        "--count",
                        "2",
                        "--steps",
                        "3",
                        "--format",
                        "latents",
                        "--device",
                        "cpu");
        assertThat(sampled.err()).isEmpty();
        assertThat(sampled.exit()).isZero();
        assertThat(Npz.read(folder.resolve("out/latents.npz")).get("arr_0").shape())
                .containsExactly(2, 4, 8, 8);
    }

    private List<String> configuration(String command, Path file) {
        List<String> args = new ArrayList<>();
        args.add(command);
        if (file != null) {
            args.add(file.toString());
        }
        args.addAll(List.of("--config", Cli.config("fashion-mnist.yaml").toString()));
        Path images = folder.resolve("images.npz");
        float[] values = new float[6 * 4 * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(i);
        }
        Npz.write(
                images,
                Map.of(
                        "images", TensorData.of(values, 6, 4, 8, 8),
                        "labels", TensorData.of(new long[] {0, 1, 2, 3, 4, 0}, 6)));
        for (String setting :
                List.of(
                        "name=on",
                        "runs=" + folder.resolve("runs"),
                        "device=cpu",
                        "precision=float32",
                        "lanes=1",
                        "optimizer={kind: adamw, learningRate: 0.002}",
                        "rate={kind: constant, warmup: 0}",
                        "model.backbone.kind=custom",
                        "model.backbone.width=16",
                        "model.backbone.depth=2",
                        "model.backbone.heads=2",
                        "model.backbone.patchSize=4",
                        "model.imageSize=8",
                        "model.channels=4",
                        "model.classes=5",
                        "model.learnSigma=true",
                        "data.source.kind=npz",
                        "data.source.file=" + images,
                        "data.source.classes=5",
                        "data.source.layout=nchw",
                        "train.steps=5",
                        "train.batchSize=2",
                        "train.logEvery=1",
                        "preview.every=0")) {
            args.add("--set");
            args.add(setting);
        }
        return args;
    }

    /** Steps 4 and 5 follow the three of the checkpoint, with its moments and its average. */
    @Test
    void trainingGoesOn() throws IOException {
        Cli done = Cli.run(configuration("import", training));
        assertThat(done.err()).isEmpty();
        List<String> resume = configuration("train", null);
        resume.add("--resume");
        Cli trained = Cli.run(resume);
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out()).contains("resumed after step 3", "step 5/5");
        Path last = folder.resolve("runs/on/checkpoints/00000005");
        Path back = folder.resolve("back.pt");
        exported(folder.resolve("runs/on"), back);
        Map<String, TensorData> before = tensors(training);
        Map<String, TensorData> after = tensors(back);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.get(".opt.state.1.step").floats()).containsExactly(5);
        assertThat(after.get(".model.pos_embed")).isEqualTo(before.get(".model.pos_embed"));
        float[] w = before.get(".model.blocks.0.mlp.fc1.weight").floats();
        float[] now = after.get(".model.blocks.0.mlp.fc1.weight").floats();
        assertThat(now).isNotEqualTo(w).usingComparatorWithPrecision(0.01f).containsExactly(w);
        assertThat(last.resolve("ema.safetensors")).exists();
    }

    /** Weights alone begin a run, and do not continue one. */
    @Test
    void aRunBeginsWithImportedWeights() {
        Path weights = folder.resolve("weights.pt");
        exported(imported(training, "whole", "--heads", "2"), weights, "--weights", "ema");
        Path first = imported(weights, "first", "--heads", "2");
        List<String> train = configuration("train", null);
        train.addAll(List.of("--set", "train.steps=1", "--set", "optimizer.learningRate=1e-9"));
        train.addAll(List.of("--warm-start", first.toString()));
        Cli trained = Cli.run(train);
        assertThat(trained.err()).isEmpty();
        assertThat(trained.out()).contains("starting from the weights of " + first);
        float[] w = tensors(weights).get("blocks.0.mlp.fc1.weight").floats();
        Path model = folder.resolve("runs/on/checkpoints/00000001/model.safetensors");
        assertThat(Safetensors.read(model).tensors().get("blocks.0.mlp.fc1.weight").floats())
                .usingComparatorWithPrecision(1e-6f)
                .containsExactly(w);
        SiTConfig network = new SiTConfig(8, 4, 4, 16, 2, 2, 4, 5, 0.1, true, false);
        assertThatExceptionOfType(CheckpointException.class)
                .isThrownBy(
                        () ->
                                Resume.from(
                                        first,
                                        new RunIdentity(network, 0, 0, "imported", AdamW.DEFAULT),
                                        Precision.FLOAT32,
                                        Device.cpu()))
                .withMessageContaining("imported weights without optimiser state")
                .withMessageContaining("--warm-start " + first);
    }

    @Test
    void refusals() throws IOException {
        assertRefused(
                Cli.run("import", training.toString(), "--out", folder.resolve("x").toString()),
                "width 16 and depth 2 are not a published size",
                "--heads");
        assertRefused(Cli.run("import", training.toString()), "either --out DIR");
        Path there = Files.createDirectory(folder.resolve("there"));
        assertRefused(Cli.run("import", training.toString(), "--out", there.toString()), "exists");
        assertRefused(
                Cli.run("import", folder.resolve("none.pt").toString(), "--out", "x"),
                "there is no such file");
        Path text = Files.writeString(folder.resolve("text.pt"), "hello");
        assertRefused(
                Cli.run("import", text.toString(), "--out", "x"),
                "is a text file, not a PyTorch checkpoint");
        List<String> other = configuration("import", training);
        other.addAll(List.of("--set", "model.learnSigma=false"));
        assertRefused(Cli.run(other), "learnSigma true, this run false");
        assertRefused(
                Cli.run(configuration("import", bare)),
                "has no optimiser state, so its training cannot be continued");
        Path first = imported(bare, "first", "--heads", "3");
        assertRefused(
                Cli.run("export", first.toString(), "--out", folder.resolve("x.npz").toString()),
                "must end in .pt, .safetensors or .onnx");
        assertRefused(
                Cli.run("export", first.toString(), "--out", text.toString()),
                "already exists; --overwrite replaces it");
        assertRefused(
                Cli.run(
                        "import",
                        first.resolve("ema.safetensors").toString(),
                        "--out",
                        folder.resolve("x").toString()),
                "is already a model file of eqm");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString()))
                    .noneMatch(n -> n.equals("x") || n.endsWith(".part"));
        }
    }

    private static void assertRefused(Cli cli, String... messages) {
        assertThat(cli.err()).contains(messages);
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
    }

    /** Every tensor of a file by its path in the dictionary. */
    private static Map<String, TensorData> tensors(Path file) {
        Map<String, TensorData> all = new LinkedHashMap<>();
        try (TorchFile opened = TorchFile.open(file)) {
            collect("", opened.root(), all);
        }
        Map<String, TensorData> bareNames = new LinkedHashMap<>();
        boolean nested = all.keySet().stream().anyMatch(n -> n.startsWith(".model."));
        all.forEach((name, t) -> bareNames.put(nested ? name : name.substring(1), t));
        return bareNames;
    }

    private static void collect(String where, Object value, Map<String, TensorData> all) {
        if (value instanceof TorchTensor tensor) {
            all.put(where, tensor.read());
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, v) -> collect(where + "." + key, v, all));
        }
    }

    /** Damage anywhere: a refusal and nothing left behind, or a checkpoint. */
    @Test
    void damagedFilesLeaveNothing() throws IOException {
        byte[] whole = Files.readAllBytes(bare);
        for (int i = 0; i < 40; i++) {
            byte[] bytes = whole.clone();
            int at = (int) (i * 2654435761L % whole.length);
            Arrays.fill(bytes, at, Math.min(whole.length, at + 50), (byte) 7);
            Path file = Files.write(folder.resolve("damaged.pt"), bytes);
            Path out = folder.resolve("out" + i);
            Cli cli = Cli.run("import", file.toString(), "--out", out.toString(), "--heads", "3");
            assertThat(cli.exit()).as(cli.err()).isIn(0, 2);
            assertThat(Files.exists(out)).isEqualTo(cli.exit() == 0);
            assertThat(cli.err()).doesNotContain("unexpected");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(Path::toString)).noneMatch(n -> n.endsWith(".part"));
        }
    }
}
