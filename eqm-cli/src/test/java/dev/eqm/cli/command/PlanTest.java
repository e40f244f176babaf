package dev.eqm.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.eqm.core.store.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code eqm plan} against numbers worked out by hand and the published ones. */
class PlanTest {
    private static Cli plan(String config, String... more) {
        List<String> args = new ArrayList<>();
        args.add("plan");
        args.add(Cli.config(config).toString());
        args.addAll(List.of(more));
        return Cli.run(args);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> json(String config, String... more) {
        List<String> args = new ArrayList<>(List.of(more));
        args.add("--json");
        Cli cli = plan(config, args.toArray(String[]::new));
        assertThat(cli.exit()).as(cli.err()).isZero();
        return (Map<String, Object>) Json.parse(cli.out());
    }

    private static double number(Map<String, Object> all, String... path) {
        Object value = all;
        for (String key : path) {
            value = ((Map<?, ?>) value).get(key);
        }
        return ((Number) value).doubleValue();
    }

    /** MACs as in the published table of operation counts (XL/2: 118.62 G). */
    @Test
    void sizeAndWork() {
        Map<String, Object> xl = json("imagenet-xl2.yaml");
        assertThat(number(xl, "macs") / 1e9).isCloseTo(118.62, offset(0.01));
        assertThat(number(xl, "parameters") / 1e6).isCloseTo(675, offset(1.0));
        double forward = number(xl, "flopsForward");
        assertThat(number(xl, "flopsTrainedImage")).isEqualTo(3 * forward);
        assertThat(number(xl, "flopsTraining")).isEqualTo(3 * forward * 7_006_382L * 256);
        assertThat(number(xl, "flopsSample")).isEqualTo(2 * 249 * forward); // guided
        Map<String, Object> again = json("imagenet-xl2.yaml", "--set", "train.recompute=true");
        assertThat(number(again, "flopsTrainedImage")).isEqualTo(4 * forward);
        Map<String, Object> dot = json("imagenet-b4-energy-dot.yaml");
        assertThat(number(dot, "flopsTrainedImage")).isEqualTo(6 * number(dot, "flopsForward"));
        assertThat(number(dot, "flopsSample")).isEqualTo(2 * 249 * number(dot, "flopsForward"));
        Map<String, Object> flow = json("imagenet-b2-flow.yaml");
        assertThat(number(flow, "flopsSample")).isEqualTo(250 * number(flow, "flopsForward"));
    }

    @Test
    void hoursAreWorkOverPeakAndUtilisation() {
        Map<String, Object> all = json("imagenet-b2.yaml", "--utilisation", "0.5");
        Map<?, ?> a100 = (Map<?, ?>) ((List<?>) all.get("gpus")).get(0);
        assertThat(a100.get("name")).isEqualTo("A100 80GB");
        double hours = ((Number) ((Map<?, ?>) a100.get("tf32")).get("trainingHours")).doubleValue();
        assertThat(hours)
                .isCloseTo(
                        number(all, "flopsTraining") / (0.5 * 156e12) / 3600, withPercentage(1e-9));
    }

    /** B/2 by hand: P weights of 4 bytes, T = 256, L = 12, D = 768, H = 3072, N = 256. */
    @Test
    void memoryByHand() {
        Map<String, Object> b2 = json("imagenet-b2.yaml");
        double p = number(b2, "parameters");
        double t = number(b2, "trainable");
        assertThat(p - t).isEqualTo(256 * 768);
        assertThat(number(b2, "memory", "float32", "training", "weights")).isEqualTo(4 * p);
        assertThat(number(b2, "memory", "float32", "training", "gradients")).isEqualTo(4 * t);
        assertThat(number(b2, "memory", "float32", "training", "AdamW moments")).isEqualTo(8 * t);
        assertThat(number(b2, "memory", "float32", "training", "EMA")).isEqualTo(4 * p);
        assertThat(number(b2, "memory", "float32", "training", "activations"))
                .isEqualTo(256.0 * 12 * 256 * (48 * 768 + 8 * 3072));
        assertThat(number(b2, "memory", "bfloat16", "training", "activations"))
                .isEqualTo(256.0 * 12 * 256 * (36 * 768 + 4 * 3072));
        double adaLN = 12 * (6 * 768 * 768 + 6 * 768) + 2 * 768 * 768 + 2 * 768;
        assertThat(number(b2, "memory", "float32", "sampling", "weights"))
                .isEqualTo(4 * (p - adaLN));
        Map<String, Object> micro =
                json("imagenet-b2.yaml", "--set", "train.microBatch=32", "--set", "lanes=2");
        assertThat(number(micro, "memory", "float32", "training", "gradients"))
                .isEqualTo(3 * 4 * t); // two lanes and the sum
        assertThat(number(micro, "memory", "float32", "training", "activations"))
                .isEqualTo(32.0 * 12 * 256 * (48 * 768 + 8 * 3072));
    }

    /** 67 updates of 0.012, then 182 factors of 0.94. */
    @Test
    void noiseLeftOnTheIdealPath() {
        Map<String, Object> b2 = json("imagenet-b2.yaml");
        assertThat(number(b2, "idealPath", "noiseLeft"))
                .isCloseTo(0.196 * Math.pow(0.94, 182), withPercentage(1e-6));
        assertThat(number(b2, "idealPath", "stabilityLimit")).isCloseTo(0.1, offset(1e-6));
        Map<String, Object> xl = json("imagenet-xl2.yaml");
        assertThat(number(xl, "idealPath", "stabilityLimit")).isCloseTo(0.1 / 1.6, offset(1e-6));
        assertThat(number(json("imagenet-b2-flow.yaml"), "idealPath", "noiseLeft")).isZero();
        assertThat(number(json("imagenet-b2-flow-unconditional.yaml"), "idealPath", "noiseLeft"))
                .isCloseTo(0, offset(0.005)); // 250 steps of 1/250
    }

    @ParameterizedTest
    @CsvSource({"0.099, false", "0.101, true"})
    void warnsAboveTheStabilityLimit(double eta, boolean warned) {
        Cli cli = plan("imagenet-b2.yaml", "--set", "sampling.rule.eta=" + eta);
        assertThat(cli.exit()).isZero();
        assertThat(cli.out().contains("above the stability limit 0.1")).isEqualTo(warned);
    }

    @Test
    void warnsOfNoiseThatIsLeft() {
        Cli cli = plan("imagenet-b2.yaml", "--set", "sampling.steps=60");
        assertThat(cli.out()).contains("warning: 28.0 % of the noise is left after 60 updates");
        assertThat(plan("imagenet-b2.yaml").out()).doesNotContain("warning");
    }

    @Test
    void tellsPeople() {
        assertThat(plan("imagenet-b2.yaml").out())
                .contains("parameters", "H100 SXM", "tf32", "AdamW moments", "8P", "ideal path")
                .contains("data sheet");
        assertThat(plan("imagenet-b2.yaml", "--set", "train.recompute=true").out())
                .contains("float32, blocks recomputed", "inputs of blocks");
        assertThat(plan("imagenet-b2.yaml", "--set", "device=cpu").out())
                .contains("gaps between arrays", "JVM and libtorch");
        assertThat(plan("toy-2d.yaml").out()).contains("no formula for this kind of network");
        String rules = "--set=sampling.rule.kind=adam";
        assertThat(plan("imagenet-b2.yaml", rules, "--set=sampling.rule.eta=0.01").out())
                .contains("this rule leaves the ideal path");
    }

    @Test
    void badInputIsNamed() {
        Cli share = plan("imagenet-b2.yaml", "--utilisation", "1.5");
        assertThat(share.exit()).isEqualTo(2);
        assertThat(share.err()).contains("--utilisation must lie in (0, 1], got 1.5");
        Cli key = plan("imagenet-b2.yaml", "--set", "sampling.stepz=3");
        assertThat(key.exit()).isEqualTo(2);
        assertThat(key.err()).contains("sampling.stepz");
        assertThat(Cli.run("plan", "nothing").exit()).isEqualTo(2);
    }

    /** By hand: XL/2 on 8 H100 in bfloat16. */
    @Test
    void ranksShareTheWorkAndSendGradients() {
        Map<String, Object> xl =
                json(
                        "imagenet-xl2.yaml",
                        "--ranks",
                        "8",
                        "--bandwidth",
                        "50",
                        "--utilisation",
                        "0.5");
        double bytes = 4 * number(xl, "trainable") * 2 * 7 / 8;
        assertThat(number(xl, "ranks", "bytesSentAStep")).isCloseTo(bytes, withPercentage(1e-9));
        double seconds = number(xl, "ranks", "communicationSeconds");
        assertThat(seconds).isCloseTo(bytes / 50e9, withPercentage(1e-9));
        Map<?, ?> h100 = (Map<?, ?>) ((List<?>) ((Map<?, ?>) xl.get("ranks")).get("gpus")).get(1);
        Map<?, ?> half = (Map<?, ?>) h100.get("bfloat16");
        double computing = 3 * number(xl, "flopsForward") * 256 / 8 / (989.5e12 * 0.5);
        assertThat((Double) half.get("computingSeconds"))
                .isCloseTo(computing, withPercentage(1e-9));
        assertThat((Double) half.get("trainingHours"))
                .isCloseTo(7_006_382 * (computing + seconds) / 3600, withPercentage(1e-9));
        Cli told = plan("imagenet-xl2.yaml", "--ranks", "8");
        assertThat(told.out()).contains("8 ranks, one GPU each, at 25.0 GB/s", "does not overlap");
        assertThat(plan("imagenet-xl2.yaml").out()).doesNotContain("ranks");
    }

    @Test
    void ranksThatCannotShareABatchAreRefused() {
        Cli rest = plan("imagenet-xl2.yaml", "--ranks", "7");
        assertThat(rest.exit()).isEqualTo(2);
        assertThat(rest.err()).contains("--ranks must divide train.batchSize 256");
        assertThat(plan("imagenet-xl2.yaml", "--bandwidth", "5").err()).contains("add --ranks N");
        assertThat(plan("imagenet-xl2.yaml", "--ranks", "2", "--bandwidth", "0").err())
                .contains("--bandwidth must be positive");
    }
}
