package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.store.Json;
import dev.eqm.core.testing.LeakCheck;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The structure of what {@code eqm bench} says; never its figures. */
@ExtendWith(LeakCheck.class)
class BenchTest {
    @TempDir private Path folder;

    /** A network of a few thousand weights; at first what to measure, then options. */
    private Cli bench(String... more) {
        List<String> args = new ArrayList<>(List.of("bench", "--quick", "--batch", "4"));
        for (String setting :
                List.of(
                        "device=cpu",
                        "model.backbone.kind=custom",
                        "model.backbone.width=16",
                        "model.backbone.depth=2",
                        "model.backbone.heads=2",
                        "model.backbone.patchSize=7",
                        "sampling.steps=2",
                        "runs=" + folder.resolve("runs"))) {
            args.addAll(List.of("--set", setting));
        }
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    private Map<?, ?> json(String... more) throws IOException {
        Path file = folder.resolve("bench.json");
        List<String> args = new ArrayList<>(List.of(more));
        args.addAll(List.of("--json", file.toString()));
        Cli cli = bench(args.toArray(String[]::new));
        assertThat(cli.err()).isEmpty();
        assertThat(cli.exit()).as("%s", cli).isZero();
        return (Map<?, ?>) Json.parse(Files.readString(file));
    }

    @Test
    void everythingIsMeasuredBesideItsBaseline() throws IOException {
        Map<?, ?> report = json("--precision", "float32,bfloat16");
        assertThat(keys(report.get("machine")))
                .contains("libtorch", "cpu", "instructions", "threads", "loadAverage", "date");
        assertThat(((Map<?, ?>) report.get("settings")).get("batch")).isEqualTo(4L);
        List<?> results = (List<?>) report.get("results");
        assertThat(results.stream().map(r -> (Object) name((Map<?, ?>) r)))
                .containsExactly(
                        "block kernel only float32",
                        "block kernel only float32",
                        "block kernel only bfloat16",
                        "block kernel only bfloat16",
                        "forward kernels only float32",
                        "forward kernels only bfloat16",
                        "train forward + backward float32",
                        "train forward + backward bfloat16",
                        "recompute kept float32",
                        "recompute kept bfloat16",
                        "energy EqM step float32",
                        "energy EqM step bfloat16",
                        "sampler network only float32",
                        "sampler network only float32",
                        "sampler network only bfloat16",
                        "sampler network only bfloat16",
                        "checkpoint plain file float32",
                        "loader copy float32");
        for (Object result : results) {
            requireWhole((Map<?, ?>) result);
        }
        Map<?, ?> train = (Map<?, ?>) results.get(6);
        assertThat(keys(train.get("parts")))
                .containsExactly("data", "forward", "backward", "optimizer", "ema", "scopes");
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(1); // the report alone
        }
    }

    private static List<String> keys(Object map) {
        return ((Map<?, ?>) map).keySet().stream().map(Object::toString).toList();
    }

    private static String name(Map<?, ?> result) {
        return result.get("benchmark")
                + " "
                + result.get("baseline")
                + " "
                + result.get("precision");
    }

    private static void requireWhole(Map<?, ?> result) {
        List<?> variants = (List<?>) result.get("variants");
        assertThat(variants).hasSizeGreaterThan(1);
        assertThat(result.get("rounds")).isEqualTo(2L);
        for (Object variant : variants) {
            for (String key : List.of("seconds", "ratio")) {
                Map<?, ?> values = (Map<?, ?>) ((Map<?, ?>) variant).get(key);
                double lower = (Double) values.get("lower");
                double median = (Double) values.get("median");
                assertThat(lower).isPositive().isLessThanOrEqualTo(median);
                assertThat(median).isLessThanOrEqualTo((Double) values.get("upper"));
            }
        }
        Map<?, ?> ratio = (Map<?, ?>) ((Map<?, ?>) variants.get(0)).get("ratio");
        assertThat(ratio.get("median")).isEqualTo(1.0);
    }

    @Test
    void aPresetIsMeasuredOnRandomLatents() {
        Cli cli = Cli.run("bench", "loader", "--quick", "--preset", "Nano/8", "--batch", "2");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains("loader: 8 batches of random: 512 images of 4x32x32 in 1000 classes")
                .contains("1 (baseline)", "images/s", "libtorch")
                .doesNotContain("block:");
    }

    @Test
    void samplesThatLeaveTheBatchAreCounted() throws URISyntaxException {
        Path run = Path.of(OldRunTest.class.getResource("old-run").toURI());
        Cli cli =
                Cli.run(
                        "bench",
                        "adaptive",
                        "--quick",
                        "--run",
                        run.toString(),
                        "--batch",
                        "4",
                        "--set",
                        "sampling.steps=3",
                        "--set",
                        "sampling.gMin=1e6");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains("g_min 1000000.0, at most 3 steps")
                .contains("0.333 of the evaluations needed, 0 of 4 samples reached the maximum")
                .contains(
                        "all samples to the maximum",
                        "finished samples leave",
                        "became saved time");
        refused(bench("adaptive"), "adaptive cannot be measured", "trained run");
        refused(Cli.run("bench", "adaptive", "--run", run.toString()), "sampling.gMin");
        refused(Cli.run("bench", "adaptive", "--run", "nowhere"), "nowhere");
        refused(Cli.run("bench", "--run", run.toString(), "--preset", "B/4"), "exclude");
    }

    @Test
    void theAutoencoderIsMeasuredForModelsOfLatents() {
        Cli cli =
                Cli.run(
                        "bench",
                        "autoencoder",
                        "--quick",
                        "--preset",
                        "Nano/8",
                        "--set",
                        "model.imageSize=8");
        assertThat(cli.err()).isEmpty();
        assertThat(cli.out())
                .contains("decode one image of 64x64, tiles of 32")
                .contains("encode one image of 64x64, tiles of 32")
                .contains("whole", "tiles", "1 (baseline)");
        refused(bench("autoencoder"), "autoencoder cannot be measured", "pixels");
    }

    @Test
    void enduranceCountsArraysAndMemory() throws IOException {
        Map<?, ?> report = json("--endurance", "12", "--set", "sampling.cfg=1.5");
        List<?> curves = (List<?>) report.get("endurance");
        assertThat(curves).hasSize(2);
        for (Object entry : curves) {
            Map<?, ?> curve = (Map<?, ?>) entry;
            assertThat(curve.get("flat")).isEqualTo(true);
            assertThat(curve.get("steps")).isEqualTo(12L);
            List<?> points = (List<?>) curve.get("points");
            assertThat(points).hasSizeGreaterThan(5);
            assertThat((Long) ((List<?>) points.get(1)).get(2)).isGreaterThan(20);
        }
    }

    @Test
    void whatCannotBeMeasuredIsSaid() {
        refused(bench("blok"), "'blok'", "did you mean 'block'", "sampler");
        refused(Cli.run("bench", "--batch", "0"), "--batch must be at least 1");
        refused(bench("--rounds", "0"), "--rounds must be at least 1");
        refused(bench("--threads", "0"), "--threads must be at least 1");
        refused(bench("--threads", "100000"), "--threads must be at most", "100000");
        refused(bench("--endurance", "0"), "--endurance must be at least 1");
        refused(bench("loader", "--endurance", "5"), "'loader'", "--endurance", "train, sampler");
        refused(bench("--set", "model.backbone.width=18"), "width");
        refused(bench("loader", "--set", "model.channels=3"), "3x28x28", "1x28x28");
        refused(
                bench("--json", folder.resolve("no/x.json").toString()),
                "x.json",
                "create the folder");
        refused(Cli.run("bench", "--preset", "Z/3"), "Z/3", "XL/2");
        refused(Cli.run("bench", "--preset", "B/4", "--config", "x.yaml"), "exclude");
        refused(
                Cli.run("bench", "train", "--preset", "XL/2", "--batch", "100000"),
                "train needs about",
                "GiB",
                "smaller --batch");
        refused(
                bench(
                        "sampler",
                        "--set",
                        "model.timeConditional=true",
                        "--set",
                        "loss.kind=flow-matching"),
                "sampler cannot be measured",
                "without time");
    }

    private static void refused(Cli cli, String... words) {
        assertThat(cli.exit()).as(cli.err()).isEqualTo(2);
        assertThat(cli.err()).startsWith("eqm: ").contains(words).doesNotContain("\tat ");
    }
}
