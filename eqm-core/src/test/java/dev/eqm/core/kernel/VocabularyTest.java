package dev.eqm.core.kernel;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What networks are written with, against plain Java: values, types, first and second gradients.
 */
@ExtendWith(LeakCheck.class)
class VocabularyTest {
    private static final Kernel BFLOAT16 = Kernel.text(VocabularyTest.class, "vocabulary.py");

    /** A function of one number, as a kernel and in Java. */
    private record Word(String name, UnaryOperator<NDArray> kernel, DoubleUnaryOperator twin) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Word> words() {
        return Stream.of(
                new Word("x + 0.1", x -> Arithmetic.add(x, 0.1), x -> x + 0.1),
                new Word("x - 0.1", x -> Arithmetic.sub(x, 0.1), x -> x - 0.1),
                new Word("1 - x", x -> Arithmetic.sub(1, x), x -> 1 - x),
                new Word("3x", x -> Arithmetic.mul(x, 3), x -> 3 * x),
                new Word("x / 3", x -> Arithmetic.div(x, 3), x -> x / 3),
                new Word("1 / x", x -> Arithmetic.div(1, x), x -> 1 / x),
                new Word("x^3", x -> Arithmetic.pow(x, 3), x -> x * x * x),
                new Word("x^-2", x -> Arithmetic.pow(x, -2), x -> 1 / (x * x)),
                new Word("x^2", Arithmetic::square, x -> x * x),
                new Word("-x", Arithmetic::neg, x -> -x),
                new Word("max", x -> Arithmetic.max(x, 0.3), x -> Math.max(x, 0.3)),
                new Word("min", x -> Arithmetic.min(x, 0.3), x -> Math.min(x, 0.3)),
                new Word(
                        "clip",
                        x -> Arithmetic.clip(x, -0.7, 0.3),
                        x -> Math.max(-0.7, Math.min(0.3, x))),
                new Word("silu", Functions::silu, x -> x / (1 + Math.exp(-x))));
    }

    /** Away from 0 and from the places where max, min and clip have a kink. */
    private static double[] numbers(int n) {
        SplittableRandom random = new SplittableRandom(n);
        return random.doubles(n, 0.4, 2).map(v -> v < 0.75 || v > 1.5 ? -v - 0.4 : v).toArray();
    }

    @ParameterizedTest
    @MethodSource("words")
    void equalsJavaInBothTypesAndAllSizes(Word word) {
        for (int n : new int[] {1, 7, 4096}) {
            double[] x = numbers(n);
            double[] want = Arrays.stream(x).map(word.twin).toArray();
            try (Arena arena = Arena.cpu("vocabulary")) {
                NDArray wide = arena.of(x, n);
                NDArray got = word.kernel.apply(wide);
                assertThat(got.getDataType()).isEqualTo(DataType.FLOAT64);
                assertClose(got, want, 1e-15, 1e-14);
                NDArray narrow = word.kernel.apply(wide.toType(DataType.FLOAT32, false));
                assertThat(narrow.getDataType()).isEqualTo(DataType.FLOAT32);
                assertClose(narrow, want, 1e-6, 2e-6);
                assertClose(wide, x, 0, 0);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void staysBfloat16(Word word) {
        double[] x = numbers(64);
        double[] want = Arrays.stream(x).map(word.twin).toArray();
        try (Arena arena = Arena.cpu("vocabulary")) {
            NDArray half = BFLOAT16.call("narrow", arena.of(x, 64));
            NDArray got = word.kernel.apply(half);
            assertThat(got.getDataType()).isEqualTo(DataType.UNKNOWN);
            assertClose(BFLOAT16.call("widened", got), want, 2e-2, 4e-2);
        }
    }

    @ParameterizedTest
    @MethodSource("words")
    void keepsInfinitiesAndNotANumber(Word word) {
        double[] x = {Double.POSITIVE_INFINITY, 1e30, 1e-30, Double.NaN};
        double[] want = Arrays.stream(x).map(word.twin).toArray();
        try (Arena arena = Arena.cpu("vocabulary")) {
            double[] got = word.kernel.apply(arena.of(x, 4)).toDoubleArray();
            for (int i = 0; i < 4; i++) {
                boolean both = Double.isNaN(want[i]) && Double.isNaN(got[i]);
                assertThat(
                                both
                                        || Math.abs(got[i] - want[i]) <= 1e-12 * Math.abs(want[i])
                                        || got[i] == want[i])
                        .as("%s of %s: %s, not %s", word, x[i], got[i], want[i])
                        .isTrue();
            }
        }
    }

    /** Of f and of f′: central differences of the twin, and of the kernel's own gradient. */
    @ParameterizedTest
    @MethodSource("words")
    void hasTheGradientsOfJava(Word word) {
        double[] x = numbers(16);
        double h = 1e-5;
        double[] first =
                Arrays.stream(x)
                        .map(
                                v ->
                                        (word.twin.applyAsDouble(v + h)
                                                        - word.twin.applyAsDouble(v - h))
                                                / (2 * h))
                        .toArray();
        try (Arena arena = Arena.cpu("vocabulary");
                GradMode on = GradMode.on()) {
            NDArray at = Autograd.variable(arena.of(x, 16));
            NDArray gradient = Autograd.gradientWithGraph(word.kernel.apply(at), at);
            assertClose(gradient, first, 1e-8, 1e-8);
        }
        double[] second = new double[16];
        for (int i = 0; i < 16; i++) {
            second[i] = (slope(word, x[i] + h) - slope(word, x[i] - h)) / (2 * h);
        }
        try (Arena arena = Arena.cpu("vocabulary");
                GradMode on = GradMode.on()) {
            NDArray at = Autograd.variable(arena.of(x, 16));
            NDArray g = Autograd.gradientWithGraph(word.kernel.apply(at), at);
            NDArray zero = at.mul(at.zerosLike()); // a linear function's gradient has no graph
            assertClose(Autograd.gradient(g.add(zero), at), second, 1e-6, 1e-6);
        }
    }

    private static double slope(Word word, double x) {
        try (Arena arena = Arena.cpu("slope");
                GradMode on = GradMode.on()) {
            NDArray at = Autograd.variable(arena.of(new double[] {x}, 1));
            return Autograd.gradient(word.kernel.apply(at), at).toDoubleArray()[0];
        }
    }

    /** The number lies in libtorch's memory: a collection between the passes changes nothing. */
    @ParameterizedTest
    @MethodSource("words")
    void survivesGarbage(Word word) {
        double[] x = numbers(16);
        try (Arena arena = Arena.cpu("vocabulary");
                GradMode on = GradMode.on()) {
            NDArray w = arena.of(x, 16);
            w.setRequiresGradient(true);
            GradientCheck.of(new NDList(w), () -> word.kernel.apply(w).sum()).requireRight();
        }
    }

    @Test
    void atAKinkTheGradientIsThatOfX(Arena arena) {
        try (GradMode on = GradMode.on()) {
            NDArray x = Autograd.variable(arena.of(new float[] {1}, 1));
            assertThat(Autograd.gradient(Arithmetic.max(x, 1), x).toFloatArray())
                    .containsExactly(1);
            assertThat(Autograd.gradient(Arithmetic.min(x, 1), x).toFloatArray())
                    .containsExactly(1);
            assertThat(Autograd.gradient(Arithmetic.clip(x, 1, 2), x).toFloatArray())
                    .containsExactly(1);
        }
    }

    @Test
    void leavesNothingButTheResult(Arena arena) {
        NDArray x = arena.of(new float[] {1, 2}, 2);
        for (Word word : words().toList()) {
            NDArray[] kept = new NDArray[1];
            long opened = LeakCheck.openedBy(() -> kept[0] = word.kernel.apply(x));
            assertThat(opened).as(word.name).isEqualTo(1);
        }
        assertThat(LeakCheck.openedBy(() -> Functions.rmsNorm(x, x, 1e-6))).isEqualTo(1);
        assertThat(LeakCheck.openedBy(() -> Functions.meanSquare(x, x))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 512})
    void rmsNormIsThatOfTheRows(int d) {
        SplittableRandom random = new SplittableRandom(d);
        double[] x = random.doubles(3L * d, -2, 2).toArray();
        double[] w = random.doubles(d, -2, 2).toArray();
        double[] want = new double[x.length];
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            for (int i = 0; i < d; i++) {
                sum += x[row * d + i] * x[row * d + i];
            }
            for (int i = 0; i < d; i++) {
                want[row * d + i] = x[row * d + i] / Math.sqrt(sum / d + 1e-6) * w[i];
            }
        }
        try (Arena arena = Arena.cpu("rows");
                GradMode on = GradMode.on()) {
            NDArray rows = arena.of(x, 3, 1, d);
            NDArray weight = arena.of(w, d);
            assertClose(Functions.rmsNorm(rows, weight, 1e-6).flatten(), want, 1e-14, 1e-13);
            NDArray narrow = rows.toType(DataType.FLOAT32, false);
            NDArray weight32 = weight.toType(DataType.FLOAT32, false);
            assertClose(Functions.rmsNorm(narrow, weight32, 1e-6).flatten(), want, 1e-5, 1e-5);
            rows.setRequiresGradient(true);
            weight.setRequiresGradient(true);
            NDArray other = arena.of(random.doubles(3L * d, -1, 1).toArray(), 3, 1, d);
            GradientCheck.of(
                            new NDList(rows, weight),
                            () -> Functions.rmsNorm(rows, weight, 1e-6).mul(other).sum())
                    .requireRight();
        }
    }

    @Test
    void meanSquareIsTheMeanOverAllEntries(Arena arena) {
        NDArray a = arena.of(new double[] {1, 2, 3, 4}, 2, 2);
        NDArray b = arena.of(new double[] {1, 0, 3, 8}, 2, 2);
        NDArray got = Functions.meanSquare(a, b);
        assertThat(got.getShape().dimension()).isZero();
        assertThat(got.getDouble()).isEqualTo(5);
    }

    @Test
    void refusesWhatDoesNotFit(Arena arena) {
        NDArray x = arena.zeros(4, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Functions.meanSquare(x, arena.zeros(4, 1)))
                .withMessageContaining("target must have exactly the shape of the output, (4, 3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Functions.rmsNorm(x, arena.zeros(1), 1e-6))
                .withMessageContaining("weight must have the shape (3), got (1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Arithmetic.clip(x, 1, 0))
                .withMessageContaining("low must not exceed high");
    }
}
