package dev.eqm.train.step;

import static dev.eqm.models.nn.ParameterSpec.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.field.Energy;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.function.Inputs;
import dev.eqm.models.function.NetworkFunction;
import dev.eqm.models.function.Networks;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.Resume;
import dev.eqm.train.checkpoint.RunIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Networks that are functions or DJL blocks are trained, averaged, stored and resumed. */
@ExtendWith(LeakCheck.class)
class FunctionRunTest {
    private static final Shape IMAGE = new Shape(1, 8, 8);
    private static final TinyRun RUN = TinyRun.withRate(1e-2);
    private static final List<String> FILES =
            List.of(Checkpoints.MODEL, Checkpoints.EMA, Checkpoints.OPTIMIZER, "state.json");

    @TempDir private Path folder;

    // ---- the networks

    private static final MlpConfig MLP = new MlpConfig(8, 1, 12, 2, 0, 2, 0.1, false);

    /** {@link MlpConfig}'s network once more, in plain arrays. */
    private static ModelArchitecture perceptron() {
        Kernel silu =
                Kernel.of("silu", "def silu(self, x: Tensor) -> Tensor:\n  return torch.silu(x)\n");
        NetworkFunction f =
                (w, x, gamma, labels) -> {
                    NDArray h = x.reshape(-1, 64).matMul(w.get("x_embedder.weight").transpose());
                    h = h.add(w.get("x_embedder.bias"));
                    h = h.add(Arithmetic.rows(w.get("y_embedder.embedding_table.weight"), labels));
                    for (String layer : List.of("layers.0.", "layers.1.")) {
                        NDArray z = silu.call("silu", h);
                        NDArray y = z.matMul(w.get(layer + "weight").transpose());
                        h = h.add(y.add(w.get(layer + "bias")));
                    }
                    NDArray z = silu.call("silu", h);
                    NDArray y = z.matMul(w.get("final_layer.weight").transpose());
                    return y.add(w.get("final_layer.bias")).reshape(x.getShape());
                };
        return Networks.of("perceptron", IMAGE, Inputs.labels(2, 0.1), MLP.specs(), f);
    }

    private static ModelArchitecture affine(long... shape) {
        List<ParameterSpec> parameters =
                List.of(
                        trained("w", new Init.Normal(0.1), shape),
                        trained("b", new Init.Zeros(), shape));
        return Networks.of(
                "affine",
                IMAGE,
                parameters,
                (w, x, gamma, labels) -> x.mul(w.get("w")).add(w.get("b")));
    }

    private static ModelArchitecture convolutions() {
        return Networks.ofDjl(
                "convolutions",
                IMAGE,
                () ->
                        new SequentialBlock()
                                .add(convolution(4))
                                .add(Activation.geluBlock())
                                .add(convolution(1)));
    }

    private static Block convolution(int filters) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .optPadding(new Shape(1, 1))
                .setFilters(filters)
                .build();
    }

    private static Energy own() {
        return Energy.named(
                "half-square", (x, f) -> Arithmetic.scale(f.mul(f).sum(new int[] {1, 2, 3}), 0.5));
    }

    static List<ModelArchitecture> networks() {
        return List.of(
                perceptron(),
                convolutions(),
                new EnergyArchitecture(affine(1, 8, 8), own()),
                new EnergyArchitecture(convolutions(), new DotProduct()));
    }

    static List<ModelArchitecture> simple() {
        return List.of(affine(1, 8, 8), convolutions());
    }

    // ---- runs of them

    private static TrainSettings settings(long steps) {
        return TinyRun.settings(steps, 5, 7, 1, 10, 3);
    }

    private static Trainer trainer(
            ModelArchitecture a, long steps, Path folder, TrainListener... listeners) {
        TrainSettings s = settings(steps);
        TrainStep step =
                new TrainStep(s.batches(TinyRun.images(), true), RUN.recipe(), s, TinyRun.LANES);
        Checkpoints checkpoints = new Checkpoints(folder, identity(a), 3);
        return new Trainer(step, checkpoints, List.of(listeners));
    }

    private static RunIdentity identity(ModelArchitecture a) {
        return RunIdentity.of(a, settings(1), RUN.recipe());
    }

    private static TrainState start(ModelArchitecture a) {
        return TrainState.start(a.fresh(Precision.FLOAT32, Device.cpu(), 7), RUN.recipe());
    }

    private static void train(
            ModelArchitecture a, long steps, Path folder, TrainListener... listeners) {
        try (TrainState state = start(a)) {
            trainer(a, steps, folder, listeners).run(state);
        }
    }

    private static List<Double> losses(ModelArchitecture a, Path folder) {
        List<Double> losses = new ArrayList<>();
        TrainListener listener =
                new TrainListener() {
                    @Override
                    public void stepped(StepReport report, TrainState state) {
                        losses.add(report.loss());
                    }
                };
        train(a, 60, folder, listener);
        return losses;
    }

    private static double mean(List<Double> some) {
        return some.stream().mapToDouble(d -> d).average().orElseThrow();
    }

    @Test
    void aFunctionHasTheLossCurveOfTheNetworkThatItIs() {
        List<Double> want = losses(MLP, folder.resolve("mlp"));
        List<Double> got = losses(perceptron(), folder.resolve("function"));
        assertThat(mean(want.subList(40, 60))).isLessThan(0.97 * mean(want.subList(0, 20)));
        for (int i = 0; i < want.size(); i++) {
            assertThat(got.get(i))
                    .as("step %d", i)
                    .isCloseTo(want.get(i), within(1e-3 * want.get(i)));
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void aResumedRunEqualsAnUninterruptedOneByteForByte(ModelArchitecture a) {
        train(a, 20, folder.resolve("whole"));
        train(a, 10, folder.resolve("parts"));
        try (TrainState state =
                Resume.from(
                        folder.resolve("parts/00000010"),
                        identity(a),
                        Precision.FLOAT32,
                        Device.cpu())) {
            assertThat(state.model().architecture()).isEqualTo(a);
            trainer(a, 20, folder.resolve("parts")).run(state);
        }
        for (String file : FILES) {
            assertThat(folder.resolve("parts/00000020").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("whole/00000020").resolve(file));
        }
    }

    @Test
    void anotherNetworkIsNotResumed() {
        train(affine(1, 8, 8), 10, folder);
        refused(
                affine(1, 1, 8),
                "tensor 'w' is F32 [1, 8, 8], but this architecture needs F32 [1, 1, 8]");
        refused(
                convolutions(),
                "eqm's own networks (",
                "'affine' is not one of eqm's own networks",
                "RunIdentity");
        refused(
                new EnergyArchitecture(affine(1, 8, 8), own()),
                "contains a run with architecture affine");
        Trainer other = trainer(affine(1, 1, 8), 20, folder);
        try (TrainState state = start(affine(1, 8, 8))) {
            assertThatThrownBy(() -> other.run(state))
                    .isInstanceOf(BrokenRuleException.class)
                    .hasMessageContaining("architecture of the checkpoints");
        }
    }

    private void refused(ModelArchitecture wanted, String... words) {
        assertThatThrownBy(
                        () ->
                                Resume.from(
                                        folder.resolve("00000010"),
                                        identity(wanted),
                                        Precision.FLOAT32,
                                        Device.cpu()))
                .isInstanceOf(CheckpointException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    /** Neither arrays nor native memory grow: what a step makes is gone after it. */
    @ParameterizedTest
    @MethodSource("simple")
    void memoryIsFlatOverTwoThousandSteps(ModelArchitecture a) throws IOException {
        TrainSettings s = settings(2000);
        TrainStep step =
                new TrainStep(s.batches(TinyRun.images(), true), RUN.recipe(), s, TinyRun.LANES);
        TrainState state = start(a);
        try (Scope scope = Scope.open()) {
            long arrays = 0;
            long memory = 0;
            for (int i = 0; i < 2000; i++) {
                assertThat(step.run(state).finite()).isTrue();
                state = state.next();
                if (i == 500) {
                    arrays = LeakCheck.openArrays();
                    memory = resident();
                }
            }
            assertThat(LeakCheck.openArrays()).isEqualTo(arrays);
            assertThat(resident() - memory).isLessThan(30_000_000);
        } finally {
            state.close();
        }
    }

    /** Bytes of this process in memory, after a collection. */
    private static long resident() throws IOException {
        System.gc();
        String statm = Files.readString(Path.of("/proc/self/statm"));
        return Long.parseLong(statm.split(" ")[1]) * 4096;
    }
}
