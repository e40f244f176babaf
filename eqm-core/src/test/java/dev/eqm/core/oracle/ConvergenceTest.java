package dev.eqm.core.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.schedule.TruncatedDecay;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Statement 3: gradient descent with η ≤ 1/L on an energy that is L-smooth and bounded below sees,
 * in K steps, min ‖∇E‖² ≤ 2(E₀ − E_inf)/(ηK).
 */
class ConvergenceTest {
    private static final int GRID = 4_000;
    private static final double LIMIT = 4;

    private static final double[] STARTS = {-3.3, -0.4, 0.05, 1.9, 3.7};

    /**
     * Images on an axis of eight dimensions: on the axis the exact field points along it, so that
     * descent stays there and E = ∫ f is its energy. (In one dimension f* is not Lipschitz at
     * images, and the statement is silent.)
     */
    @Test
    void theExactEnergyOnAnAxis() {
        double[] data = new double[3 * 8];
        data[0] = -1.2;
        data[8] = 0.1;
        data[16] = 0.9;
        OptimalField field = new OptimalField(data, 8, new TruncatedDecay(0.8, 4));
        bound(
                x -> {
                    double[] f = field.at(new double[] {x, 0, 0, 0, 0, 0, 0, 0});
                    assertThat(Arrays.copyOfRange(f, 1, 8)).containsOnly(0);
                    return f[0];
                });
    }

    /** E = ln cosh x + ¼ sin 3x: not convex. */
    @Test
    void anEnergyByHand() {
        bound(x -> Math.tanh(x) + 0.75 * Math.cos(3 * x));
    }

    private static void bound(DoubleUnaryOperator slope) {
        double[] energy = new double[GRID + 1]; // by the trapezium rule from the left
        double h = 2 * LIMIT / GRID;
        double smooth = 0;
        double lowest = 0;
        double before = slope.applyAsDouble(-LIMIT);
        for (int i = 1; i <= GRID; i++) {
            double here = slope.applyAsDouble(-LIMIT + i * h);
            energy[i] = energy[i - 1] + h * (before + here) / 2;
            smooth = Math.max(smooth, Math.abs(here - before) / h);
            lowest = Math.min(lowest, energy[i]);
            before = here;
        }
        for (double start : STARTS) {
            descend(slope, start, energy, smooth, lowest);
        }
    }

    private static void descend(
            DoubleUnaryOperator slope,
            double start,
            double[] energy,
            double smooth,
            double lowest) {
        double eta = 1 / smooth;
        double begun = at(energy, start);
        double x = start;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= 300; k++) {
            double g = slope.applyAsDouble(x);
            least = Math.min(least, g * g);
            assertThat(least).isLessThanOrEqualTo(2 * (begun - lowest) / (eta * k) + 1e-4);
            double next = x - eta * g;
            double there = at(energy, next);
            double here = at(energy, x);
            assertThat(there).isLessThanOrEqualTo(here + 1e-4); // the grid's error
            x = next;
        }
        assertThat(least).isLessThan(1e-3);
    }

    private static double at(double[] energy, double x) {
        double place = (x + LIMIT) / (2 * LIMIT) * GRID;
        int left = (int) place;
        return energy[left] + (place - left) * (energy[left + 1] - energy[left]);
    }
}
