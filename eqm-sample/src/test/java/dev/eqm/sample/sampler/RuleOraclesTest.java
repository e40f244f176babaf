package dev.eqm.sample.sampler;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every further rule against its recurrence, written out for numbers. */
@ExtendWith(LeakCheck.class)
class RuleOraclesTest {
    private static final double[] START = {3, -2, 0.5, 1};
    private static final double[] CURVATURE = {1, 4, 9, 2};

    /** E = ½Σ sᵢxᵢ² over the entries of one sample: curvatures differ. */
    private static Field quadratic(Arena arena) {
        NDArray s = arena.of(CURVATURE, 1, 4, 1, 1);
        return x -> x.mul(s);
    }

    private static double[] run(UpdateRule rule, int steps, Arena arena) {
        NDArray start = arena.of(START, 1, 4, 1, 1);
        return new Sampler(rule, new StopRule.MaxSteps(steps))
                .run(quadratic(arena), start)
                .x()
                .toDoubleArray();
    }

    private static double[] gradient(double[] x) {
        double[] g = new double[4];
        Arrays.setAll(g, i -> CURVATURE[i] * x[i]);
        return g;
    }

    @Test
    void momenta(Arena arena) {
        double[] ball = START.clone();
        double[] nesterov = START.clone();
        double[] v = new double[4];
        double[] w = new double[4];
        for (int k = 0; k < 30; k++) {
            for (int i = 0; i < 4; i++) {
                v[i] = 0.6 * v[i] - 0.05 * CURVATURE[i] * ball[i];
                ball[i] += v[i];
                w[i] = 0.6 * w[i] - 0.05 * CURVATURE[i] * (nesterov[i] + 0.6 * w[i]);
                nesterov[i] += w[i];
            }
        }
        assertClose(run(new HeavyBall(0.05, 0.6), 30, arena), ball, 1e-13, 1e-12);
        assertClose(run(new ClassicalNesterov(0.05, 0.6), 30, arena), nesterov, 1e-13, 1e-12);
    }

    /** x ← x − η/2·(g(x) + g(x − ηg(x))), two gradients a step. */
    @Test
    void heun(Arena arena) {
        double[] x = START.clone();
        for (int k = 0; k < 30; k++) {
            double[] first = gradient(x);
            double[] ahead = new double[4];
            Arrays.setAll(ahead, i -> x[i] - 0.05 * first[i]);
            double[] second = gradient(ahead);
            Arrays.setAll(x, i -> x[i] - 0.025 * (first[i] + second[i]));
        }
        HeunDescent rule = new HeunDescent(0.05);
        assertClose(run(rule, 30, arena), x, 1e-13, 1e-12);
        assertThat(rule.evaluationsPerStep()).hasValue(2);
    }

    @Test
    void adam(Arena arena) {
        double[] x = START.clone();
        double[] m = new double[4];
        double[] v = new double[4];
        for (int k = 1; k <= 20; k++) {
            double[] g = gradient(x);
            for (int i = 0; i < 4; i++) {
                m[i] = 0.9 * m[i] + 0.1 * g[i];
                v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
                double mean = m[i] / (1 - Math.pow(0.9, k));
                double root = Math.sqrt(v[i] / (1 - Math.pow(0.99, k)));
                x[i] -= 0.05 * mean / (root + 1e-3);
            }
        }
        assertClose(run(new Adam(0.05, 0.9, 0.99, 1e-3), 20, arena), x, 1e-12, 1e-11);
    }

    /** Table 12. */
    @Test
    void adamWithoutMemoryIsSignDescent(Arena arena) {
        double[] want = {3 - 0.1, -2 + 0.1, 0.5 - 0.1, 1 - 0.1};
        assertClose(run(new Adam(0.05, 0, 0, 1e-12), 2, arena), want, 1e-10, 0);
    }

    @Test
    void rms(Arena arena) {
        for (double beta : new double[] {0, 0.8}) {
            double[] x = START.clone();
            double s = 0;
            for (int k = 1; k <= 15; k++) {
                double[] g = gradient(x);
                s = beta * s + (1 - beta) * Arrays.stream(g).map(a -> a * a).sum() / 4;
                double root = Math.sqrt(s / (1 - Math.pow(beta, k)));
                for (int i = 0; i < 4; i++) {
                    x[i] -= 0.02 * g[i] / (root + 1e-6);
                }
            }
            assertClose(run(new RmsNormalised(0.02, beta, 1e-6), 15, arena), x, 1e-12, 1e-11);
        }
    }

    @Test
    void barzilaiBorwein(Arena arena) {
        double[] x = START.clone();
        double[] before = START.clone();
        double alpha = 0.05;
        for (int k = 1; k <= 12; k++) {
            if (k > 1) {
                double ss = 0;
                double sy = 0;
                for (int i = 0; i < 4; i++) {
                    double s = x[i] - before[i];
                    ss += s * s;
                    sy += s * CURVATURE[i] * s;
                }
                alpha = Math.min(0.4, Math.max(0.2, ss / sy));
            }
            before = x.clone();
            double[] g = gradient(x);
            for (int i = 0; i < 4; i++) {
                x[i] -= alpha * g[i];
            }
        }
        assertClose(run(new BarzilaiBorwein(0.05, 0.2, 0.4), 12, arena), x, 1e-9, 1e-9);
    }

    /** One curvature: the second step is the exact one. */
    @Test
    void barzilaiBorweinEndsInTwoStepsOnABowl(Arena arena) {
        NDArray start = arena.of(START, 2, 2, 1, 1);
        double[] end =
                new Sampler(new BarzilaiBorwein(0.01, 1e-4, 100), new StopRule.MaxSteps(2))
                        .run(new Fields.Bowls(arena, new double[] {3, 17}), start)
                        .x()
                        .toDoubleArray();
        assertClose(end, new double[4], 1e-12, 0);
    }

    /** E falls in every step, and by what Armijo asks for; far beyond 2/L gd would diverge. */
    @Test
    void armijoDescends(Arena arena) {
        NDArray start = arena.hold(Fields.start(arena, 3));
        var field = Fields.cubic();
        List<double[]> energies = new ArrayList<>();
        List<double[]> norms = new ArrayList<>();
        SampleListener watch =
                new SampleListener() {
                    @Override
                    public void stepped(int number, Step step, double[] n) {
                        energies.add(step.energies());
                        norms.add(n);
                    }

                    @Override
                    public boolean wantsEnergies() {
                        return true;
                    }
                };
        new Sampler(new Armijo(8, 0.5, 0.1, 30), new StopRule.MaxSteps(25))
                .run(field, start, watch);
        for (int k = 1; k < 25; k++) {
            for (int i = 0; i < 3; i++) {
                double fall = energies.get(k - 1)[i] - energies.get(k)[i];
                assertThat(fall).isGreaterThan(0);
                double least = 0.1 * 8 * Math.pow(0.5, 29) * Math.pow(norms.get(k - 1)[i], 2);
                assertThat(fall).isGreaterThan(least);
            }
        }
        assertThat(energies.get(24)[0]).isLessThan(0.05 * energies.get(0)[0]);
    }

    @Test
    void energiesFallBelowOneOverL(Arena arena) {
        List<Double> seen = new ArrayList<>();
        SampleListener watch =
                new SampleListener() {
                    @Override
                    public void stepped(int number, Step step, double[] norms) {
                        seen.add(step.energies()[0]);
                    }

                    @Override
                    public boolean wantsEnergies() {
                        return true;
                    }
                };
        SampleResult result =
                new Sampler(new GradientDescent(0.09), new StopRule.MaxSteps(20))
                        .run(Fields.bowl(arena, 10), Fields.start(arena, 1), watch);
        assertThat(seen).hasSize(20).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(result.effort().evaluations()).as("energies cost nothing").containsExactly(20);
    }

    @Test
    void armijoRefusesAnImplicitField(Arena arena) {
        Sampler sampler = new Sampler(new Armijo(1, 0.5, 0.1, 5), new StopRule.MaxSteps(5));
        assertThatThrownBy(() -> sampler.run(NDArray::duplicate, Fields.start(arena, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "compares energies, but only the gradient of this field is known");
    }

    /** x ← (1 − ηs)x + √(2ηT)ξ: stationary variance 2ηT/(1 − (1 − ηs)²) = T/(s(1 − ηs/2)). */
    @Test
    void langevinHasItsStationaryVariance(Arena arena) {
        int n = 4;
        long[] seeds = {1, 2, 3, 4};
        NDArray start = Noise.normal(arena, seeds, new Shape(1, 64, 64));
        double[] x =
                dev.eqm.core.testing.NearTo.doubles(
                        new Sampler(new Langevin(0.2, 0.7), new StopRule.MaxSteps(40))
                                .run(Fields.bowl(arena, 3), start, seeds, SampleListener.NONE)
                                .x());
        double variance = Arrays.stream(x).map(a -> a * a).average().orElseThrow();
        double want = 0.7 / (3 * (1 - 0.2 * 3 / 2));
        double sigma = want * Math.sqrt(2.0 / (n * 64 * 64));
        assertThat(variance).isCloseTo(want, within(4 * sigma));
    }

    @Test
    void coldLangevinIsDescent(Arena arena) {
        NDArray start = Fields.start(arena, 2);
        NDArray cold =
                new Sampler(new Langevin(0.05, 0), new StopRule.MaxSteps(9))
                        .run(Fields.cubic(), start)
                        .x();
        NDArray gd =
                new Sampler(new GradientDescent(0.05), new StopRule.MaxSteps(9))
                        .run(Fields.cubic(), start)
                        .x();
        assertThat(cold.toFloatArray()).isEqualTo(gd.toFloatArray());
    }

    @Test
    void schedulesScaleTheStep(Arena arena) {
        double[] x = START.clone();
        StepSchedule schedule = new WarmUpStep(3, 0.1);
        for (int k = 1; k <= 10; k++) {
            for (int i = 0; i < 4; i++) {
                x[i] -= 0.05 * schedule.factor(k, 10) * CURVATURE[i] * x[i];
            }
        }
        Sampler sampler =
                new Sampler(new GradientDescent(0.05), schedule, new StopRule.MaxSteps(10));
        double[] got =
                sampler.run(quadratic(arena), arena.of(START, 1, 4, 1, 1)).x().toDoubleArray();
        assertClose(got, x, 1e-13, 1e-12);
        assertThat(schedule.factor(1, 10)).isEqualTo(1.0 / 3);
        assertThat(schedule.factor(3, 10)).isEqualTo(1);
        assertThat(schedule.factor(10, 10)).isCloseTo(0.1, within(1e-12));
        assertThat(new LinearStep(0.5).factor(6, 11)).isCloseTo(0.75, within(1e-12));
        assertThat(new CosineStep(0).factor(6, 11)).isCloseTo(0.5, within(1e-12));
        assertThat(new LinearStep(0.5).factor(1, 1)).isEqualTo(1);
    }
}
