package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ToyPointsTest {
    private static final int N = 4000;

    @ParameterizedTest
    @EnumSource
    void aPointIsAFunctionOfSeedAndIndex(Toy toy) {
        ToyPoints points = new ToyPoints(toy, 3, N, 0.1, true);
        float[] point = point(points, 17);
        point(points, 16);
        assertThat(point(points, 17)).isEqualTo(point);
        assertThat(point(new ToyPoints(toy, 3, 100, 0.1, false), 17)).isEqualTo(point);
        assertThat(point(new ToyPoints(toy, 4, N, 0.1, true), 17)).isNotEqualTo(point);
        assertThat(new ToyPoints(toy, 3, N, 0.1, false).classes()).isEqualTo(1);
        assertThat(new Batches(points, 8, 0, true).at(0).pixels())
                .isEqualTo(new Batches(points, 8, 0, false).at(0).pixels());
    }

    /** Without noise: inside the square, every class equally often, and on the toy's own set. */
    @ParameterizedTest
    @EnumSource
    void pointsLieWhereTheToySays(Toy toy) {
        ToyPoints points = new ToyPoints(toy, 1, N, 0, true);
        int[] counts = new int[points.classes()];
        for (int i = 0; i < N; i++) {
            float[] p = point(points, i);
            assertThat(Math.max(Math.abs(p[0]), Math.abs(p[1]))).isLessThanOrEqualTo(1);
            assertThat(isOn(toy, points.label(i), p[0], p[1])).as("%s, %s", p[0], p[1]).isTrue();
            counts[points.label(i)]++;
        }
        double share = (double) N / counts.length;
        for (int count : counts) {
            assertThat((double) count)
                    .isBetween(share - 5 * Math.sqrt(share), share + 5 * Math.sqrt(share));
        }
    }

    private static boolean isOn(Toy toy, int label, double x, double y) {
        return switch (toy) {
            case TWO_MOONS -> {
                double u = 1.5 * x + 0.5 - label;
                double v = 1.5 * y + 0.25 - 0.5 * label;
                yield near(Math.hypot(u, v), 1) && (label == 0 ? v > -1e-6 : v < 1e-6);
            }
            case EIGHT_GAUSSIANS ->
                    near(x, 0.8 * Math.cos(label * Math.PI / 4))
                            && near(y, 0.8 * Math.sin(label * Math.PI / 4));
            case CHECKERBOARD ->
                    ((int) Math.floor(2 * x + 2) + (int) Math.floor(2 * y + 2)) % 2 == 0;
            case TWO_POINTS -> near(x, label - 0.5) && near(y, 0);
        };
    }

    private static boolean near(double a, double b) {
        return Math.abs(a - b) < 1e-6;
    }

    @Test
    void theSpreadIsTheStandardDeviationOfBothCoordinates() {
        double[] squares = new double[2];
        ToyPoints noisy = new ToyPoints(Toy.TWO_POINTS, 5, N, 0.3, true);
        for (int i = 0; i < N; i++) {
            float[] p = point(noisy, i);
            squares[0] += Math.pow(p[0] - (noisy.label(i) - 0.5), 2);
            squares[1] += p[1] * (double) p[1];
        }
        for (double square : squares) { // the variance of a variance: 2 σ⁴ / N
            assertThat(square / N).isBetween(0.09 * 0.91, 0.09 * 1.09);
        }
    }

    @Test
    void impossibleSettingsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ToyPoints(Toy.TWO_MOONS, 0, 0, 0, true))
                .withMessageStartingWith("count must lie in [1, 16777216], got 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ToyPoints(Toy.TWO_MOONS, 0, 1, -1, true))
                .withMessageStartingWith("spread must lie in [0, 10], got -1");
    }

    private static float[] point(ToyPoints points, int index) {
        float[] into = new float[2];
        points.read(index, into, 0);
        return into;
    }
}
