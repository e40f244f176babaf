package dev.eqm.run.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Planned memory against memory that was measured, and by hand. */
class FootprintTest {
    private static final double MIB = 1 << 20;

    private static RunConfig s2(int batch, int size, int channels, boolean recompute) {
        return config("S/2", batch, size, channels, recompute);
    }

    private static RunConfig config(
            String preset, int batch, int size, int channels, boolean recompute) {
        return new ConfigReader(RunKinds.all())
                .read(
                        RunConfig.DEFAULT,
                        List.of(
                                "device=cpu",
                                "model.backbone.kind=preset",
                                "model.backbone.name=" + preset,
                                "model.imageSize=" + size,
                                "model.channels=" + channels,
                                "train.batchSize=" + batch,
                                "train.recompute=" + recompute));
    }

    private static Footprint cpu(RunConfig config, int lanes) {
        return Footprint.training(config, Precision.FLOAT32, lanes, false).orElseThrow();
    }

    /**
     * Highest resident memory, MiB, of training steps in float32 as the launcher starts training.
     */
    @ParameterizedTest
    @CsvSource({
        "S/2, 4, 1, 32, 4, false, 1307",
        "S/2, 4, 1, 32, 4, true, 1138",
        "S/2, 8, 1, 28, 1, false, 1648",
        "S/2, 8, 1, 28, 1, true, 1270",
        "S/2, 8, 1, 32, 4, false, 1853",
        "S/2, 8, 1, 32, 4, true, 1413",
        "S/2, 8, 2, 32, 4, false, 1819",
        "S/2, 8, 2, 32, 4, true, 1375",
        "S/2, 16, 1, 28, 1, false, 2520",
        "S/2, 16, 1, 28, 1, true, 1620",
        "B/4, 16, 2, 32, 4, false, 4201",
        "B/4, 16, 2, 32, 4, true, 3722"
    })
    void plannedIsWhatWasMeasured(
            String preset,
            int batch,
            int lanes,
            int size,
            int channels,
            boolean recompute,
            double measured) {
        RunConfig config = config(preset, batch, size, channels, recompute);
        double planned = cpu(config, lanes).bytes() / MIB;
        assertThat(planned).isCloseTo(measured, withPercentage(13));
    }

    /** T = 256, D = 384, H = 1536, L = 12, N = 8. */
    @Test
    void recomputationKeepsInputsAndOneBlock() {
        Footprint kept = cpu(s2(8, 32, 4, false), 1);
        Footprint again = cpu(s2(8, 32, 4, true), 1);
        double block = 8.0 * 256 * (48 * 384 + 8 * 1536);
        assertThat(kept.bytesOf("activations")).isEqualTo(12 * block);
        assertThat(kept.bytesOf("inputs of blocks")).isZero();
        assertThat(again.bytesOf("activations")).isEqualTo(block);
        assertThat(again.bytesOf("inputs of blocks")).isEqualTo(4.0 * 8 * 13 * 256 * 384);
        for (String same : List.of("weights", "gradients", "AdamW moments", "EMA", "process")) {
            assertThat(again.bytesOf(same)).as(same).isEqualTo(kept.bytesOf(same)).isPositive();
        }
    }

    /** S/2 in latents: what a network keeps for each optimiser, in its own words. */
    @Test
    void theOptimizerSaysWhatItKeeps() {
        RunConfig adamW = s2(8, 32, 4, false);
        List<ParameterSpec> specs = adamW.model().architecture().specs();
        double trained = 0;
        double vectors = 0; // and what Muon leaves to AdamW
        for (ParameterSpec spec : specs) {
            double size = spec.trainable() ? spec.size() : 0;
            boolean inner = spec.name().startsWith("blocks.") && spec.name().endsWith("weight");
            trained += size;
            vectors += inner ? 0 : size;
        }
        assertThat(cpu(adamW, 1).bytesOf("AdamW moments")).isEqualTo(8 * trained);
        Footprint sgd = cpu(with(adamW, "optimizer.kind=sgd"), 1);
        assertThat(sgd.bytesOf("SGD momentum")).isEqualTo(4 * trained);
        assertThat(sgd.bytes()).isEqualTo(cpu(adamW, 1).bytes() - 4 * trained);
        Footprint plain = cpu(with(adamW, "optimizer={kind: sgd, momentum: 0}"), 1);
        assertThat(plain.bytes()).isEqualTo(sgd.bytes() - 4 * trained);
        assertThat(plain.parts()).hasSize(sgd.parts().size() - 1);
        Footprint muon = cpu(with(adamW, "optimizer.kind=muon"), 1);
        double kept = 4 * trained + 4 * vectors;
        assertThat(muon.bytesOf("Muon momentum, AdamW moments")).isEqualTo(kept);
        assertThat(muon.parts().stream().map(Footprint.Part::formula))
                .contains(String.format(Locale.ROOT, "%.2fP", kept / trained));
    }

    private static RunConfig with(RunConfig config, String setting) {
        return new ConfigReader(RunKinds.all()).read(config, List.of(setting));
    }

    /** A GPU's memory holds no JVM; its allocator was not measured. */
    @Test
    void gpusHoldArraysAlone() {
        Footprint gpu =
                Footprint.training(s2(8, 32, 4, true), Precision.FLOAT32, 1, true).orElseThrow();
        assertThat(gpu.bytesOf("process")).isZero();
        assertThat(gpu.bytesOf("gaps between arrays")).isZero();
    }

    @Test
    void moreImagesFitIntoAGpuThatComputesAgain() {
        for (Precision precision : Precision.values()) {
            int kept = fitting(false, precision);
            int again = fitting(true, precision);
            assertThat(again).isGreaterThan(5 * kept);
        }
    }

    private static int fitting(boolean recompute, Precision precision) {
        return new CostEstimate(s2(64, 32, 4, recompute), 0.4)
                .largestMicroBatch(Accelerator.ALL.get(0), precision)
                .orElseThrow();
    }
}
