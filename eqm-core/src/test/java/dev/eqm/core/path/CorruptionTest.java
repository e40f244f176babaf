package dev.eqm.core.path;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class CorruptionTest {
    @Test
    void isExactlyTheNoiseAtZeroAndTheDataAtOne(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2}, new Shape(3, 4, 4));
        NDArray eps = Noise.normal(arena, new long[] {3, 4}, new Shape(3, 4, 4));
        Corruption ends = Corruption.of(x, eps, arena.of(new float[] {0, 1}, 2));
        assertThat(ends.xGamma().get(0).toFloatArray()).isEqualTo(eps.get(0).toFloatArray());
        assertThat(ends.xGamma().get(1).toFloatArray()).isEqualTo(x.get(1).toFloatArray());
    }

    @Test
    void liesOnTheStraightLine(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, new Shape(1, 5, 2));
        NDArray eps = Noise.normal(arena, new long[] {4, 5, 6}, new Shape(1, 5, 2));
        float[] gamma = {0.25f, 0.5f, 0.9f};
        float[] xs = x.toFloatArray();
        float[] noises = eps.toFloatArray();
        double[] want = new double[xs.length];
        for (int i = 0; i < want.length; i++) {
            double g = gamma[i / 10];
            want[i] = g * xs[i] + (1 - g) * noises[i];
        }
        NDArray gammas = arena.of(gamma, 3);
        Corruption got = Corruption.of(x, eps, gammas);
        assertClose(got.xGamma(), want, 1e-6, 1e-6);
        assertThat(got.x()).isSameAs(x);
        assertThat(got.eps()).isSameAs(eps);
        assertThat(got.gamma()).isSameAs(gammas);
        assertClose(x, xs, 0, 0);
    }

    @Test
    void gammaOfJavaGivesTheSameBitsAndGoesWithTheResult(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, new Shape(1, 5, 2));
        NDArray eps = Noise.normal(arena, new long[] {4, 5, 6}, new Shape(1, 5, 2));
        float[] gamma = {0.25f, 0.1f, 0.9f};
        Corruption device = Corruption.of(x, eps, arena.of(gamma, 3));
        assertThat(device.hostGamma()).isEqualTo(gamma);
        long opened =
                LeakCheck.openedBy(
                        () -> {
                            Corruption got = Corruption.of(x, eps, gamma);
                            assertThat(got.hostGamma()).isSameAs(gamma);
                            assertThat(got.gamma().toFloatArray()).isEqualTo(gamma);
                            assertThat(got.xGamma().toFloatArray())
                                    .isEqualTo(device.xGamma().toFloatArray());
                            assertThat(got.gamma().getManager()).isSameAs(x.getManager());
                        });
        assertThat(opened).as("gamma and xGamma").isEqualTo(2);
        assertThat(LeakCheck.openedBy(() -> inScope(x, eps, gamma))).isZero();
    }

    private static void inScope(NDArray x, NDArray eps, float[] gamma) {
        try (Scope scope = Scope.open()) {
            Corruption.of(x, eps, gamma);
        }
    }

    @Test
    void opensOneArrayOfTheShapeOfTheImages(Arena arena) {
        NDArray x = arena.zeros(2, 1, 3, 3);
        NDArray gamma = arena.zeros(2);
        assertThat(LeakCheck.openedBy(() -> Corruption.of(x, x, gamma))).isEqualTo(1);
        assertThat(Corruption.of(x, x, gamma).xGamma().getShape()).isEqualTo(x.getShape());
    }

    @Test
    void refusesShapesThatDoNotFit(Arena arena) {
        NDArray x = arena.zeros(2, 1, 3, 3);
        NDArray two = arena.zeros(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.of(x, arena.zeros(2, 1, 3, 4), two))
                .withMessage(
                        "x and eps must have the same shape and gamma must be [N], "
                                + "got x (2, 1, 3, 3), eps (2, 1, 3, 4), gamma (2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.of(x, x, new float[3]))
                .withMessageContaining("gamma (3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.of(x, x, arena.zeros(3)))
                .withMessageContaining("gamma (3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.of(x, x, arena.zeros(2, 1)))
                .withMessageContaining("gamma (2, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.of(x, x, arena.scalar(0.5)))
                .withMessageContaining("gamma ()");
    }

    /** γ outside [0, 1] is on no path, and c(γ) of it is nonsense; it used to be taken. */
    @Test
    void refusesGammaOutsideThePath(Arena arena) {
        NDArray x = arena.zeros(2, 1, 2, 2);
        for (float bad : new float[] {-0.001f, 1.001f, Float.NaN, Float.POSITIVE_INFINITY}) {
            float[] gamma = {0.5f, bad};
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Corruption.of(x, x, gamma))
                    .withMessageContaining("gamma must lie in [0, 1]")
                    .withMessageContaining("got " + bad + " for sample 1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Corruption.of(x, x, arena.of(gamma, 2)))
                    .withMessageContaining("gamma must lie in [0, 1]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Corruption(x, x, arena.zeros(2), gamma, x))
                    .withMessageContaining("gamma must lie in [0, 1]");
        }
    }

    @Test
    void refusesTypesThatWouldBeMixed(Arena arena) {
        NDArray x = arena.zeros(2, 1, 2, 2);
        NDArray wide = x.toType(DataType.FLOAT64, false);
        float[] gamma = {0, 1};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.of(wide, x, gamma))
                .withMessageContaining("eps must have the type of x, float64, got float32");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.of(x.toType(DataType.INT64, false), x, gamma))
                .withMessageContaining("x must be float32 or float64, got int64");
        NDArray wideGamma = arena.of(new double[] {0, 1}, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Corruption.of(wide, wide, wideGamma))
                .withMessageContaining("gamma must be float32, got float64");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Corruption(x, x, arena.zeros(2), gamma, arena.zeros(2, 1, 2, 1)))
                .withMessageContaining("xGamma must have exactly the shape of x");
    }

    /** 1 − γ in float32 would be wrong in the eighth digit. */
    @Test
    void float64IsFloat64AllThrough(Arena arena) {
        NDArray x = arena.of(new double[] {1.0 / 3, -2.0 / 7}, 2, 1);
        NDArray eps = arena.of(new double[] {1e-9, 5.0 / 3}, 2, 1);
        float[] gamma = {1e-7f, 0.3f};
        Corruption got = Corruption.of(x, eps, gamma);
        double[] want = new double[2];
        for (int i = 0; i < 2; i++) {
            double g = gamma[i];
            want[i] = g * x.toDoubleArray()[i] + (1 - g) * eps.toDoubleArray()[i];
        }
        assertClose(got.xGamma(), want, 1e-17, 1e-15);
        assertThat(got.gamma().getDataType()).isEqualTo(DataType.FLOAT64);
        assertClose(Corruption.of(x, eps, arena.of(gamma, 2)).xGamma(), want, 1e-17, 1e-15);
    }
}
