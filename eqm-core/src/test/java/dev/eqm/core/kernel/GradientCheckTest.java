package dev.eqm.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class GradientCheckTest {
    private static final int RUNS = 20;

    /** h = x·w, made a loss; the bias has a way of its own, which is right. */
    private static GradientCheck check(Arena arena, UnaryOperator<NDArray> ofHidden) {
        NDArray x = arena.of(floats(1, 12), 4, 3);
        NDArray w = arena.of(floats(2, 6), 3, 2);
        NDArray b = arena.of(floats(3, 2), 2);
        w.setRequiresGradient(true);
        b.setRequiresGradient(true);
        return GradientCheck.of(
                Map.of("weight", w, "bias", b),
                () -> ofHidden.apply(x.matMul(w)).mean().add(b.mul(b).sum()));
    }

    private static float[] floats(int seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(0.5, 1.5);
        }
        return values;
    }

    static Stream<Arguments> trap() {
        return Stream.of(
                op("x.mul(3f)", h -> h.mul(3f)),
                op("x.div(3f)", h -> h.div(3f)),
                op("x.pow(3)", h -> h.pow(3)),
                op("Activation.swish", h -> Activation.swish(h, 1f)),
                op("L2Loss", h -> l2(h)));
    }

    private static NDArray l2(NDArray h) {
        NDArray target = h.getManager().ones(h.getShape());
        return Loss.l2Loss().evaluate(new NDList(target), new NDList(h));
    }

    private static Arguments op(String name, UnaryOperator<NDArray> operation) {
        return Arguments.of(name, operation);
    }

    /** Each run finds it, names the parameter behind it and leaves the other alone. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("trap")
    void findsTheTrap(String name, UnaryOperator<NDArray> operation) {
        for (int run = 0; run < RUNS; run++) {
            try (Arena arena = Arena.cpu("trap");
                    Scope scope = Scope.open()) {
                GradientCheck check = check(arena, operation);
                assertThat(check.wrong())
                        .as("run %s: %s", run, check.slopes())
                        .isNotEmpty()
                        .allSatisfy(slope -> assertThat(slope.parameter()).isEqualTo("weight"));
                assertThatIllegalArgumentException()
                        .isThrownBy(check::requireRight)
                        .withMessageContaining("weight (3, 2)")
                        .withMessageContaining("by finite differences")
                        .withMessageContaining("Arithmetic");
            }
        }
    }

    static Stream<Arguments> safe() {
        return Stream.of(
                op("mul", h -> Arithmetic.mul(h, 3)),
                op("div", h -> Arithmetic.div(h, 3)),
                op("pow", h -> Arithmetic.pow(h, 3)),
                op("silu", Functions::silu),
                op("mean square", h -> Functions.meanSquare(h, h.onesLike())),
                op("clip", h -> Arithmetic.clip(h, 0, 1)),
                op("gelu", Activation::gelu),
                op("softmax", h -> h.softmax(1).mul(h)),
                op("tanh, exp", h -> h.tanh().add(h.neg().exp())),
                op("a scalar that is held", h -> h.mul(h.getManager().ones(h.getShape()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("safe")
    void passesWhatIsSafe(String name, UnaryOperator<NDArray> operation) {
        for (int run = 0; run < RUNS / 4; run++) {
            try (Arena arena = Arena.cpu("safe");
                    Scope scope = Scope.open()) {
                check(arena, operation).requireRight();
            }
        }
    }

    /** A gradient that is a hundredth off is found in float64, whatever collections do. */
    @Test
    void findsASmallMistake(Arena arena) {
        NDArray w = arena.of(new double[] {0.5, -1, 2}, 3);
        w.setRequiresGradient(true);
        NDArray small = arena.full(0.01, 3).toType(DataType.FLOAT64, false);
        // sin w, with a hundredth of it that autograd does not see
        GradientCheck check =
                GradientCheck.of(
                        new NDList(w),
                        () -> w.sin().sum().add(w.stopGradient().cos().mul(small).sum()));
        assertThat(check.wrong()).hasSize(2);
        assertThat(check.wrong().get(0).toString()).startsWith("parameter 0 (3): ");
        GradientCheck.of(new NDList(w), () -> w.sin().sum()).requireRight();
    }

    @Test
    void aParameterThatIsCutOffIsWrong(Arena arena) {
        NDArray w = arena.of(new float[] {1, 2}, 2);
        NDArray v = arena.of(new float[] {3, 4}, 2);
        w.setRequiresGradient(true);
        v.setRequiresGradient(true);
        Map<String, NDArray> all = Map.of("w", w, "v", v);
        GradientCheck check =
                GradientCheck.of(all, () -> w.mul(v.stopGradient()).sum().add(w.sum()));
        assertThat(check.wrong())
                .allSatisfy(slope -> assertThat(slope.parameter()).isEqualTo("v"))
                .allSatisfy(slope -> assertThat(slope.autograd()).isZero())
                .isNotEmpty();
    }

    @Test
    void putsTheParametersBackToTheBit(Arena arena) {
        NDArray w = arena.of(floats(5, 7), 7);
        w.setRequiresGradient(true);
        float[] before = w.toFloatArray();
        GradientCheck.of(new NDList(w), () -> w.exp().sum());
        assertThat(w.toFloatArray()).isEqualTo(before);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientCheck.of(new NDList(w), failingOnThird(w)));
        assertThat(w.toFloatArray()).isEqualTo(before);
    }

    /** A network's parameters lie in a sealed arena. */
    @Test
    void checksParametersOfASealedArena(Arena arena) {
        try (Arena sealed = Arena.cpu("sealed")) {
            NDArray w = sealed.hold(sealed.of(floats(5, 6), 2, 3));
            w.setRequiresGradient(true);
            sealed.seal();
            NDArray x = arena.of(floats(6, 6), 2, 3);
            GradientCheck.of(new NDList(w), () -> x.mul(w).tanh().sum()).requireRight();
        }
    }

    private static java.util.function.Supplier<NDArray> failingOnThird(NDArray w) {
        AtomicInteger calls = new AtomicInteger();
        return () -> {
            if (calls.incrementAndGet() == 3) {
                throw new IllegalArgumentException("enough");
            }
            return w.sum();
        };
    }

    @Test
    void saysWhatItCannotJudge(Arena arena) {
        NDArray w = arena.of(new float[] {1, 2}, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientCheck.of(Map.of("w", w), w::sum))
                .withMessageContaining("w must require a gradient");
        w.setRequiresGradient(true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradientCheck.of(new NDList(w), w::exp))
                .withMessageContaining("loss must have the shape ()");
        assertThatThrownBy(() -> GradientCheck.of(new NDList(w), () -> w.stopGradient().sum()))
                .isInstanceOf(KernelException.class)
                .hasMessageContaining("the loss has no graph");
        AtomicInteger calls = new AtomicInteger();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                GradientCheck.of(
                                        new NDList(w),
                                        () -> Arithmetic.mul(w, calls.incrementAndGet()).sum()))
                .withMessageContaining("the same for the same parameters");
    }
}
