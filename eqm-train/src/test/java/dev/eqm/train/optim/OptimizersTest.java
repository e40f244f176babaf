package dev.eqm.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.ModelFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every optimiser of the catalogue keeps, and those of other settings. */
@ExtendWith(LeakCheck.class)
class OptimizersTest {
    private static final Init NORMAL = new Init.Normal(1);

    /** Matrices of every kind, vectors, a scalar, a fixed table. */
    private static final List<ParameterSpec> SPECS =
            List.of(
                    ParameterSpec.fixed("table", new float[] {1, 2}, 2),
                    ParameterSpec.trained("x_embedder.weight", NORMAL, 4, 3),
                    ParameterSpec.trained("tall", NORMAL, 6, 2),
                    ParameterSpec.trained("wide", NORMAL, 2, 6),
                    ParameterSpec.trained("filters", NORMAL, 3, 2, 3, 3),
                    ParameterSpec.trained("bias", NORMAL, 5),
                    ParameterSpec.trained("scale", NORMAL));

    static Collection<Optimizer> optimizers() {
        Stream<Optimizer> more =
                Stream.of(new Sgd(0.01, 0, false, 0), new Sgd(0.01, 0.9, true, 0), plainMuon(0));
        return Stream.concat(Optimizers.examples().values().stream(), more).toList();
    }

    private static Muon plainMuon(double decay) {
        return new Muon(0.02, 0.95, false, decay, List.of("x_embedder."), AdamW.DEFAULT);
    }

    /** One optimiser with the parameters that it moves. */
    private record Moved(Optimizer optimizer, Parameters parameters, OptimizerState state)
            implements AutoCloseable {
        static Moved by(Optimizer optimizer) {
            Parameters parameters = Parameters.initialised(Device.cpu(), SPECS, 3);
            return new Moved(optimizer, parameters, OptimizerState.fresh(optimizer, parameters));
        }

        /** Of random gradients, or of 0. */
        void step(SplittableRandom random, double size, double rate) {
            try (Arena arena = Arena.cpu("gradients");
                    Scope scope = Scope.open()) {
                NDList gradients = new NDList();
                for (ParameterSpec spec : parameters.trainableSpecs()) {
                    float[] g = new float[Math.toIntExact(spec.size())];
                    for (int i = 0; i < g.length; i++) {
                        g[i] = (float) (size * (2 * random.nextDouble() - 1));
                    }
                    gradients.add(arena.of(g, spec.shape().getShape()));
                }
                List<float[]> before = gradients.stream().map(NDArray::toFloatArray).toList();
                optimizer.compiled().apply(parameters, gradients, state, rate);
                List<float[]> after = gradients.stream().map(NDArray::toFloatArray).toList();
                assertThat(after)
                        .as("gradients stay as they are")
                        .usingRecursiveComparison()
                        .isEqualTo(before);
            }
        }

        /** The gradient of the bowl ½|w|² is w. */
        void stepDown(double rate) {
            try (Arena arena = Arena.cpu("gradients");
                    Scope scope = Scope.open()) {
                NDList gradients = new NDList();
                for (NDArray w : parameters.trainable()) {
                    gradients.add(arena.of(w.toFloatArray(), w.getShape().getShape()));
                }
                optimizer.compiled().apply(parameters, gradients, state, rate);
            }
        }

        double height() {
            double sum = 0;
            for (NDArray w : parameters.trainable()) {
                for (float v : w.toFloatArray()) {
                    sum += (double) v * v / 2;
                }
            }
            return sum;
        }

        Map<String, Object> everything() {
            Map<String, Object> all =
                    ModelFile.tensors(parameters).entrySet().stream()
                            .collect(Collectors.toMap(e -> "w:" + e.getKey(), Map.Entry::getValue));
            all.putAll(state.tensors());
            return all;
        }

        @Override
        public void close() {
            state.close();
            parameters.close();
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aZeroGradientMovesNothing(Optimizer optimizer) {
        try (Moved moved = Moved.by(optimizer)) {
            Map<String, ?> before = ModelFile.tensors(moved.parameters);
            for (int i = 0; i < 3; i++) {
                moved.step(new SplittableRandom(1), 0, optimizer.learningRate());
            }
            assertThat(ModelFile.tensors(moved.parameters)).isEqualTo(before);
            assertThat(moved.state.tensors().get("step").floats()).containsExactly(3);
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theBowlIsFollowedDown(Optimizer optimizer) {
        try (Moved moved = Moved.by(optimizer)) {
            double begin = moved.height();
            double last = begin;
            for (int i = 0; i < 20; i++) {
                moved.stepDown(optimizer.learningRate());
                assertThat(moved.height()).as("step %d", i).isLessThan(last);
                last = moved.height();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void everyTrainedParameterMovesAndNoOther(Optimizer optimizer) {
        try (Moved moved = Moved.by(optimizer)) {
            Map<String, ?> before = ModelFile.tensors(moved.parameters);
            moved.step(new SplittableRandom(1), 1, optimizer.learningRate());
            ModelFile.tensors(moved.parameters)
                    .forEach(
                            (name, tensor) ->
                                    assertThat(tensor.equals(before.get(name)))
                                            .as(name)
                                            .isEqualTo(name.equals("table")));
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void whatItRemembersIsWhatItSays(Optimizer optimizer) {
        List<ParameterSpec> specs = OptimizerState.specs(optimizer, SPECS);
        List<String> names = specs.stream().map(ParameterSpec::name).toList();
        assertThat(names).doesNotHaveDuplicates().startsWith("step");
        assertThat(specs).noneMatch(ParameterSpec::trainable);
        try (Moved moved = Moved.by(optimizer)) {
            assertThat(List.copyOf(moved.state.tensors().keySet())).isEqualTo(names);
            long numbers = 0;
            for (ParameterSpec spec : specs) {
                assertThat(moved.state.tensors().get(spec.name()).shape())
                        .as(spec.name())
                        .isEqualTo(spec.shape().getShape());
                numbers += spec.size();
            }
            assertThat(OptimizerState.size(optimizer, SPECS)).isEqualTo(numbers - 1);
            for (ParameterSpec spec : SPECS) {
                assertThat(optimizer.memory(spec)).isEqualTo(optimizer.memory(spec));
            }
        }
    }

    /** Through tensors, as a checkpoint holds them, at changing rates. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void goesOnExactlyFromItsTensors(Optimizer optimizer) {
        double rate = optimizer.learningRate();
        try (Moved whole = Moved.by(optimizer)) {
            whole.step(new SplittableRandom(1), 1, rate);
            whole.step(new SplittableRandom(2), 1, rate / 3);
            Map<String, TensorData> w = ModelFile.tensors(whole.parameters);
            Parameters parameters =
                    Parameters.of(
                            Device.cpu(),
                            SPECS,
                            (arena, spec) -> ModelFile.array(arena, w.get(spec.name())));
            OptimizerState state = OptimizerState.of(optimizer, parameters, whole.state.tensors());
            try (Moved again = new Moved(optimizer, parameters, state)) {
                whole.step(new SplittableRandom(3), 1, rate);
                assertThat(again.everything()).isNotEqualTo(whole.everything());
                again.step(new SplittableRandom(3), 1, rate);
                assertThat(again.everything()).isEqualTo(whole.everything());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void theRateOfAStepScalesIt(Optimizer optimizer) {
        List<Double> moves = new ArrayList<>();
        for (double factor : List.of(1.0, 0.5)) {
            try (Moved moved = Moved.by(optimizer)) {
                float[] before = moved.parameters.get("bias").toFloatArray();
                moved.step(new SplittableRandom(1), 1, factor * optimizer.learningRate());
                float[] after = moved.parameters.get("bias").toFloatArray();
                moves.add((double) before[0] - after[0]);
            }
        }
        assertThat(moves.get(1) / moves.get(0)).isBetween(0.49, 0.51);
    }

    @Test
    void theCatalogueHasNamesAndTheNamesAreTheirs() {
        assertThat(Optimizers.examples()).containsOnlyKeys("adamw", "sgd", "muon");
        Optimizers.examples().forEach((name, o) -> assertThat(o.name()).isEqualTo(name));
        assertThat(new LinkedHashSet<>(optimizers())).hasSize(6);
    }

    @Test
    void theStateOfAnotherOptimizerIsRefused() {
        try (Moved moved = Moved.by(AdamW.DEFAULT)) {
            moved.state.requireOf(new AdamW(1, 0.5, 0.5, 1e-8, 0));
            assertThatThrownBy(() -> moved.state.requireOf(Sgd.DEFAULT))
                    .hasMessageStartingWith("optimizer must match the state, adamw, got sgd");
            assertThatThrownBy(() -> moved.state.list("momentum_buffer", SPECS.subList(5, 6)))
                    .hasMessage("the state of adamw has no momentum_buffer.bias");
        }
    }
}
