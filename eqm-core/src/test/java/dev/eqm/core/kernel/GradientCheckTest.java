package dev.eqm.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.loss.Loss;
import dev.eqm.core.check.BrokenRuleException;
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
        assertThat(check.wrong().get(0).toString())
                .startsWith("parameter 0 (3), direction 1 of 2: ");
        GradientCheck.of(new NDList(w), () -> w.sin().sum()).requireRight();
    }

    /** In float32 a hundredth is found, too. */
    @Test
    void findsASmallMistakeInFloat32(Arena arena) {
        NDArray w = arena.of(new float[] {0.5f, -1, 2}, 3);
        w.setRequiresGradient(true);
        NDArray small = arena.full(0.01, 3);
        GradientCheck check =
                GradientCheck.of(
                        new NDList(w),
                        () -> w.sin().sum().add(w.stopGradient().cos().mul(small).sum()));
        assertThat(check.wrong()).isNotEmpty();
        GradientCheck.of(new NDList(w), () -> w.sin().sum()).requireRight();
    }

    /** Slopes of 0 on both sides are told, not hidden by rounding. */
    @Test
    void aLossThatNothingMovesIsRight(Arena arena) {
        NDArray w = arena.of(floats(5, 7), 7);
        w.setRequiresGradient(true);
        NDArray none = arena.full(0, 7);
        GradientCheck check = GradientCheck.of(new NDList(w), () -> w.mul(none).sum());
        check.requireRight();
        assertThat(check.untold()).isEmpty();
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

    /** A convolution, a function with or without kinks, a convolution, mean squares. */
    private static GradientCheck ofConvolutions(
            Arena arena, DataType type, int seed, UnaryOperator<NDArray> activation) {
        NDArray w1 = normal(arena, type, 4L * seed, 0.5, 4, 1, 3, 3);
        NDArray w2 = normal(arena, type, 4L * seed + 1, 0.3, 1, 4, 3, 3);
        NDArray x = normal(arena, type, 4L * seed + 2, 1, 3, 1, 8, 8);
        NDArray target = normal(arena, type, 4L * seed + 3, 1, 3, 1, 8, 8);
        w1.setRequiresGradient(true);
        w2.setRequiresGradient(true);
        return GradientCheck.of(
                Map.of("w1", w1, "w2", w2),
                () ->
                        Functions.meanSquare(
                                convolved(activation.apply(convolved(x, w1)), w2), target));
    }

    private static NDArray convolved(NDArray x, NDArray w) {
        Shape one = new Shape(1, 1);
        return Conv2d.conv2d(x, w, null, one, one).singletonOrThrow();
    }

    private static NDArray normal(Arena arena, DataType type, long seed, double s, long... shape) {
        java.util.Random random = new java.util.Random(seed);
        double[] values =
                random.doubles(new Shape(shape).size())
                        .map(u -> s * random.nextGaussian())
                        .toArray();
        NDArray exact = arena.of(values, shape);
        return type == DataType.FLOAT64 ? exact : exact.toType(type, false);
    }

    static Stream<Arguments> activations() {
        return Stream.of(DataType.FLOAT64, DataType.FLOAT32)
                .flatMap(
                        type ->
                                Stream.of(
                                        Arguments.of(type, "relu", op(Activation::relu)),
                                        Arguments.of(type, "selu", op(Activation::selu)),
                                        Arguments.of(type, "tanh", op(NDArray::tanh)),
                                        Arguments.of(type, "abs", op(NDArray::abs))));
    }

    private static UnaryOperator<NDArray> op(UnaryOperator<NDArray> operation) {
        return operation;
    }

    /** Lines cross kinks, and rounding hides some of a slope: neither is a mistake. */
    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("activations")
    void kinksAndRoundingAreNoMistakes(
            DataType type, String name, UnaryOperator<NDArray> activation) {
        for (int seed = 0; seed < RUNS / 2; seed++) {
            try (Arena arena = Arena.cpu("kinks");
                    Scope scope = Scope.open()) {
                GradientCheck check = ofConvolutions(arena, type, seed, activation);
                assertThat(check.wrong()).as("seed %s", seed).isEmpty();
                assertThat(check.untold()).as("seed %s", seed).isEmpty();
            }
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                op("sign", h -> wrongBy(h, -2)),
                op("one per cent", h -> wrongBy(h, 0.01)),
                op("cut", NDArray::stopGradient));
    }

    /** h, with a gradient that is 1 + factor times what it should be. */
    private static NDArray wrongBy(NDArray h, double factor) {
        return h.add(Arithmetic.mul(h.sub(h.stopGradient()), factor));
    }

    /** They are found behind kinks as well. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void findsMistakesBehindKinks(String name, UnaryOperator<NDArray> mistake) {
        for (int seed = 0; seed < RUNS / 2; seed++) {
            try (Arena arena = Arena.cpu("mistakes");
                    Scope scope = Scope.open()) {
                GradientCheck check =
                        ofConvolutions(
                                arena,
                                DataType.FLOAT32,
                                seed,
                                h -> Activation.relu(mistake.apply(h)));
                assertThat(check.wrong())
                        .as("seed %s: %s", seed, check.slopes())
                        .isNotEmpty()
                        .allSatisfy(slope -> assertThat(slope.parameter()).isEqualTo("w1"));
            }
        }
    }

    /** A loss whose rounding hides the parameter is not called right. */
    @Test
    void saysWhatCannotBeTold(Arena arena) {
        NDArray w = arena.of(floats(5, 7), 7);
        w.setRequiresGradient(true);
        NDArray far = arena.full(1e8f, 7);
        GradientCheck check = GradientCheck.of(new NDList(w), () -> w.add(far).sum());
        assertThat(check.wrong()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(check::requireRight)
                .withMessageStartingWith("it cannot be told whether the gradient is right:")
                .withMessageContaining("parameter 0 (7), direction 1 of 2: ")
                .withMessageContaining("float64");
    }

    /** What the loss does not depend on has a gradient of 0, rightly. */
    @Test
    void aParameterWithoutEffectIsRight(Arena arena) {
        NDArray w = arena.of(floats(5, 7), 7);
        NDArray v = arena.of(floats(6, 7), 7);
        w.setRequiresGradient(true);
        v.setRequiresGradient(true);
        GradientCheck.of(Map.of("w", w, "v", v), () -> w.exp().sum()).requireRight();
    }

    @Test
    void theHintNamesACutGraph(Arena arena) {
        NDArray w = arena.of(floats(5, 7), 7);
        NDArray v = arena.of(floats(6, 7), 7);
        w.setRequiresGradient(true);
        v.setRequiresGradient(true);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                GradientCheck.of(
                                                Map.of("w", w, "v", v),
                                                () -> w.mul(v.stopGradient()).sum())
                                        .requireRight())
                .withMessageContaining("v (7), direction 1 of 2: 0.00000 by autograd")
                .withMessageContaining("the graph is cut: by stopGradient")
                .withMessageEndingWith(
                        "Use those of dev.eqm.core.kernel.Arithmetic and Functions instead.");
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
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageStartingWith("the loss has no graph: it depends on none")
                .hasNoCause();
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
