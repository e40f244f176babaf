package dev.eqm.core.loss;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.FiniteDifferences;
import dev.eqm.core.testing.Garbage;
import dev.eqm.core.testing.LeakCheck;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every loss of the catalogue must do. */
@ExtendWith(LeakCheck.class)
class LossesTest {
    private static final Shape IMAGE = new Shape(2, 2, 2);
    private static final long[] SHAPE = {3, 2, 2, 2};

    static Stream<Arguments> examples() {
        return Losses.examples().entrySet().stream()
                .map(e -> Arguments.of(e.getKey(), e.getValue()));
    }

    /** The answer also serves as tokens, so that one gradient covers both. */
    @ParameterizedTest
    @MethodSource("examples")
    void gradientEqualsFiniteDifferences(String name, Loss loss) {
        try (Arena arena = Arena.cpu("batch")) {
            Corruption batch = batch(arena);
            NDArray f = Noise.normal(arena, new long[] {9, 10, 11}, IMAGE);
            double[] want =
                    FiniteDifferences.gradient(
                            f.toFloatArray(), at -> value(loss, batch, at), 1e-2);
            assertClose(gradient(loss, batch, f), want, 2e-3, 2e-3);
        }
    }

    /** Everything the loss made in Java is closed and collected before the backward pass. */
    @ParameterizedTest
    @MethodSource("examples")
    void gradientSurvivesGarbageCollections(String name, Loss loss) {
        try (Arena arena = Arena.cpu("batch")) {
            Corruption batch = batch(arena);
            NDArray f = Noise.normal(arena, new long[] {9, 10, 11}, IMAGE);
            float[] first = gradient(loss, batch, f).toFloatArray();
            for (int i = 0; i < 20; i++) {
                assertThat(gradient(loss, batch, f).toFloatArray()).isEqualTo(first);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void staysFiniteForHugeAnswers(String name, Loss loss) {
        try (Arena arena = Arena.cpu("batch")) {
            NDArray f = arena.full(1e6, SHAPE);
            float mean = loss.of(new Prediction(f, f), batch(arena)).mean().toFloatArray()[0];
            assertThat(mean).isGreaterThan((float) 1e11).isLessThan((float) 1e13);
        }
    }

    /** A closed array throws when it is read. */
    @ParameterizedTest
    @MethodSource("examples")
    void gammaDoesNotComeBackFromTheDevice(String name, Loss loss) {
        try (Arena arena = Arena.cpu("batch")) {
            NDArray f = Noise.normal(arena, new long[] {9, 10, 11}, IMAGE);
            Corruption batch = batch(arena);
            float want = loss.of(new Prediction(f, f), batch).mean().getFloat();
            batch.gamma().close();
            assertThatIllegalStateException().isThrownBy(() -> batch.gamma().toFloatArray());
            assertThat(loss.of(new Prediction(f, f), batch).mean().getFloat()).isEqualTo(want);
        }
    }

    private static NDArray gradient(Loss loss, Corruption batch, NDArray f) {
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            NDArray leaf = f.duplicate();
            leaf.setRequiresGradient(true);
            NDArray mean = loss.of(new Prediction(leaf, leaf), batch).mean();
            Garbage.collect();
            NDList leaves = new NDList(leaf);
            return scope.keep(Autograd.gradients(mean, leaves).head());
        }
    }

    private static double value(Loss loss, Corruption batch, float[] at) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("point");
                Scope scope = Scope.open()) {
            NDArray f = arena.of(at, SHAPE);
            return loss.of(new Prediction(f, f), batch).mean().toFloatArray()[0];
        }
    }

    private static Corruption batch(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, IMAGE);
        NDArray eps = Noise.normal(arena, new long[] {4, 5, 6}, IMAGE);
        return Corruption.of(x, eps, arena.of(new float[] {0.1f, 0.5f, 0.9f}, 3));
    }
}
