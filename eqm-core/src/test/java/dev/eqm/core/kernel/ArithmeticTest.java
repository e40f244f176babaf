package dev.eqm.core.kernel;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels against loops over Java arrays. */
@ExtendWith(LeakCheck.class)
class ArithmeticTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 4096})
    void equalsTheTwins(int n) {
        SplittableRandom random = new SplittableRandom(n);
        float[] x = values(random, n);
        float[] y = values(random, n);
        float s = (float) random.nextDouble(-3, 3);
        double[] axpy = new double[n];
        double[] scaled = new double[n];
        for (int i = 0; i < n; i++) {
            axpy[i] = x[i] + (double) s * y[i];
            scaled[i] = (double) s * x[i];
        }
        try (Arena arena = Arena.cpu("twins")) {
            NDArray a = arena.of(x, n);
            NDArray b = arena.of(y, n);
            NDArray scalar = arena.scalar(s);
            assertClose(Arithmetic.axpy(a, scalar, b), axpy, 1e-6, 1e-6);
            assertClose(Arithmetic.scale(a, scalar), scaled, 0, 1e-6);
            assertClose(a, x, 0, 0);
        }
    }

    @Test
    void javaNumbersGiveTheSameAndLeaveNothing(Arena arena) {
        NDArray x = arena.of(new float[] {1, 2}, 2);
        NDArray y = arena.of(new float[] {3, 4}, 2);
        assertThat(LeakCheck.openedBy(() -> Arithmetic.axpy(x, 0.5, y))).isEqualTo(1);
        assertClose(Arithmetic.axpy(x, 0.5, y), new float[] {2.5f, 4}, 0, 0);
    }

    @Test
    void keepsShapeAndType(Arena arena) {
        NDArray x = arena.full(1, 2, 3, 4);
        NDArray got = Arithmetic.axpy(x, arena.scalar(2), x);
        assertThat(got.getShape()).isEqualTo(x.getShape());
        assertThat(got.getDataType()).isEqualTo(x.getDataType());
    }

    @Test
    void sampleNormsAreThoseOfTheRows(Arena arena) {
        NDArray x = arena.of(new float[] {3, 4, 0, 0, 0, 0, 0, -2}, 2, 2, 2);
        assertClose(Arithmetic.sampleNorms(x), new float[] {5, 2}, 0, 1e-6);
        assertThat(Arithmetic.sampleNorms(x).getShape().getShape()).containsExactly(2);
    }

    @Test
    void carriesGradients(Arena arena) {
        NDArray x = arena.of(new float[] {1, 2}, 2);
        NDArray y = arena.of(new float[] {3, 4}, 2);
        NDArray s = arena.scalar(5);
        NDList all = new NDList(x, s, y);
        all.forEach(a -> a.setRequiresGradient(true));
        try (GradMode on = GradMode.on()) {
            NDArray loss = Arithmetic.axpy(x, s, y).sum();
            NDList gradients = Autograd.gradients(loss, all);
            assertClose(gradients.get(0), new float[] {1, 1}, 0, 0);
            assertClose(gradients.get(1), new float[] {7}, 0, 0);
            assertClose(gradients.get(2), new float[] {5, 5}, 0, 0);
        }
    }

    @Test
    void refusesShapesThatDoNotFit(Arena arena) {
        NDArray x = arena.zeros(3);
        NDArray s = arena.scalar(1);
        NDArray y = arena.zeros(2);
        assertThatThrownBy(() -> Arithmetic.axpy(x, s, y))
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining(
                        "y of x + s*y must have exactly the shape of x, (3), got (2)");
    }

    /** libtorch would stretch each of these, or mix the types, and say nothing. */
    @Test
    void refusesWhatWouldBeStretchedOrMixed(Arena arena) {
        NDArray x = arena.zeros(3, 2);
        NDArray s = arena.scalar(1);
        for (NDArray y : new NDArray[] {arena.zeros(1, 2), arena.zeros(3, 1), arena.zeros()}) {
            assertThatThrownBy(() -> Arithmetic.axpy(x, s, y))
                    .hasMessageContaining("not broadcast");
        }
        NDArray rows = arena.zeros(3, 1);
        assertThatThrownBy(() -> Arithmetic.axpy(x, rows, x)).hasMessageContaining("shape ()");
        NDArray wide = x.toType(DataType.FLOAT64, false);
        assertThatThrownBy(() -> Arithmetic.axpy(wide, 0.1, x))
                .hasMessageContaining("must have the type of x, float64, got float32");
    }

    private static float[] values(SplittableRandom random, int n) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return values;
    }
}
