package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.loss.DispersiveLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.unet.UnetConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.Resume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A run with recomputation is the run without it, bit for bit. */
@ExtendWith(LeakCheck.class)
class RecomputeTest {
    private static final Loss LOSS = TinyRun.usual().loss();

    @TempDir private Path folder;

    private static List<float[]> values(NDList gradients) {
        return gradients.stream().map(NDArray::toFloatArray).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, false",
        "3, 1, false",
        "3, 2, false",
        "0, 3, false",
        "0, 1, true",
        "4, 2, true"
    })
    void partsAndLanesGiveTheSameBits(int microBatch, int count, boolean dispersive, Arena arena) {
        Loss loss = dispersive ? new DispersiveLoss(LOSS, 0.5) : LOSS;
        try (TrainState state = TinyRun.usual().start();
                Lanes lanes = Lanes.of(count);
                Scope scope = Scope.open()) {
            TrainStep step = TinyRun.withRate(3e-3).step();
            TrainState moved = state;
            for (int i = 0; i < 5; i++) {
                step.run(moved); // away from the beginning, where blocks are the identity
                moved = moved.next();
            }
            Examples batch = LossGradientTest.batch(arena);
            LossGradient want = result(state.model(), batch, microBatch, false, loss, lanes);
            LossGradient got = result(state.model(), batch, microBatch, true, loss, lanes);
            assertThat(LossGradientTest.numbers(got).mean())
                    .isEqualTo(LossGradientTest.numbers(want).mean());
            assertThat(LossGradientTest.numbers(got).perSample())
                    .isEqualTo(LossGradientTest.numbers(want).perSample());
            assertThat(values(got.gradients())).containsExactlyElementsOf(values(want.gradients()));
            int arrays = got.gradients().size() + got.numbers().size();
            long opened =
                    LeakCheck.openedBy(
                            () -> result(state.model(), batch, microBatch, true, loss, lanes));
            assertThat(opened).isEqualTo(arrays);
        }
    }

    private static LossGradient result(
            FieldModel model,
            Examples batch,
            int microBatch,
            boolean recompute,
            Loss loss,
            Lanes lanes) {
        return new BatchGradient(microBatch, loss.separable(), lanes)
                .of(batch, some -> TrainStep.lossGradient(model, loss, recompute, some));
    }

    /** Micro-batches, lanes, clipping, skipped steps; checkpoints hold the same bytes. */
    @Test
    void aRunLeavesTheSameCheckpoints() throws IOException {
        List<StepReport> plain = train(FullRun.usual(), "plain");
        List<StepReport> recomputed = train(FullRun.usual().recomputing(), "recomputed");
        assertThat(recomputed).extracting(StepReport::loss).doesNotContain(0.0);
        assertThat(losses(recomputed)).isEqualTo(losses(plain));
        assertSameBytes("plain/00000020", "recomputed/00000020");
    }

    /** Switched on in the middle of a run that began without, and resumed. */
    @Test
    void aResumedRunMayRecompute() throws IOException {
        train(FullRun.usual(), "plain");
        FullRun run = FullRun.usual().recomputing();
        Path half = folder.resolve("half");
        copy(folder.resolve("plain/00000010"), half.resolve("00000010"));
        Path checkpoint = Checkpoints.latest(half).found().get(0);
        try (TrainState state =
                Resume.from(checkpoint, run.identity(), Precision.FLOAT32, Device.cpu())) {
            run.trainer(half).run(state);
        }
        assertSameBytes("plain/00000020", "half/00000020");
    }

    private List<StepReport> train(FullRun run, String name) {
        List<StepReport> reports = new ArrayList<>();
        TrainListener recorder =
                new TrainListener() {
                    @Override
                    public void stepped(StepReport report, TrainState state) {
                        reports.add(report);
                    }
                };
        try (TrainState start = run.start()) {
            run.trainer(folder.resolve(name), recorder).run(start);
        }
        return reports;
    }

    private static List<String> losses(List<StepReport> reports) {
        return reports.stream()
                .map(r -> r.step() + ": " + r.loss() + " " + r.gradientNorm())
                .toList();
    }

    private void assertSameBytes(String left, String right) throws IOException {
        for (String file :
                List.of("model.safetensors", "ema.safetensors", "optimizer.safetensors")) {
            assertThat(folder.resolve(right).resolve(file))
                    .hasSameBinaryContentAs(folder.resolve(left).resolve(file));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    static List<ModelArchitecture> withoutBlocks() {
        return List.of(
                new MlpConfig(1, 8, 16, 2, 1, 3, 0.1, false),
                new UnetConfig(
                        8, 1, 32, List.of(1, 2), 1, List.of(2), 1, 0.1, true, 2, 0.1, false));
    }

    @ParameterizedTest
    @MethodSource("withoutBlocks")
    void networksWithoutBlocksRefuse(ModelArchitecture other, Arena arena) {
        Examples batch = LossGradientTest.batch(arena);
        try (FieldModel network = other.fresh(Precision.FLOAT32, Device.cpu(), 1);
                Lanes lanes = Lanes.of(1)) {
            assertThatThrownBy(() -> result(network, batch, 0, true, LOSS, lanes))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("recompute works only for transformers (SiT)");
        }
    }
}
