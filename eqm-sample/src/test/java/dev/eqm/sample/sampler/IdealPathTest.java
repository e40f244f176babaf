package dev.eqm.sample.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.oracle.OptimalField;
import dev.eqm.core.schedule.Constant;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.LinearDecay;
import dev.eqm.core.schedule.PiecewiseDecay;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.testing.LeakCheck;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The noise left on the ideal path, against formulas and against descent on the exact field. */
@ExtendWith(LeakCheck.class)
class IdealPathTest {
    private static final TruncatedDecay PAPER = new TruncatedDecay(0.8, 4);

    private static double[] noise(GradientSchedule schedule, UpdateRule rule, int steps) {
        return new IdealPath(schedule).noise(rule, new ConstantStep(), steps);
    }

    /** By λη a step while c = λ, then by the factor 1 − λη/(1−a). */
    @ParameterizedTest
    @CsvSource({"0.8, 4, 0.003, 249", "0.8, 4, 0.0017, 249", "0.5, 1, 0.01, 120", "0, 2, 0.1, 30"})
    void truncatedDecayFallsInAStraightLineThenByAFactor(
            double a, double l, double eta, int steps) {
        double[] left = noise(new TruncatedDecay(a, l), new GradientDescent(eta), steps);
        assertThat(left).hasSize(steps + 1).startsWith(1);
        for (int k = 0; k < steps; k++) {
            double want = 1 - left[k] <= a ? left[k] - l * eta : left[k] * (1 - l * eta / (1 - a));
            assertThat(left[k + 1]).isCloseTo(want, offset(1e-12));
        }
    }

    @Test
    void thePublishedSamplers() {
        // 67 steps of 0.012 to s = 0.196, then 182 factors of 0.94
        assertThat(noise(PAPER, new GradientDescent(0.003), 249)[249])
                .isCloseTo(0.196 * Math.pow(0.94, 182), offset(1e-12));
        double[] left = noise(PAPER, new Nesterov(0.0017, 0.3), 249);
        double s = 1;
        double before = 1;
        for (int k = 1; k <= 249; k++) {
            double look = s + 0.3 * (s - before);
            double next = s - 0.0017 * PAPER.at(1 - look);
            before = s;
            s = next;
            assertThat(left[k]).isCloseTo(s, offset(1e-12));
        }
    }

    /** With linear decay the exact field of one datum is λ(x − datum), whatever γ is. */
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.3, 0.6})
    void descentOnTheExactFieldWithOneDatum(double eta, Arena arena) {
        for (UpdateRule rule :
                new UpdateRule[] {
                    new GradientDescent(eta),
                    new Nesterov(eta, 0.3),
                    new ClassicalNesterov(eta, 0.3),
                    new HeavyBall(eta, 0.3),
                    new HeunDescent(eta)
                }) {
            double[] want = noise(new LinearDecay(2), rule, 25);
            assertThat(descended(new LinearDecay(2), rule, 25, 8, arena))
                    .as(rule.toString())
                    .isCloseTo(Math.abs(want[25]), offset(1e-9));
        }
    }

    /** With a kink the exact field averages over γ; in many dimensions it knows γ to 1/√(2d). */
    @Test
    void descentOnTheExactFieldOfTheRealSchedule(Arena arena) {
        int d = 20_000;
        for (int steps : new int[] {20, 40, 80}) {
            UpdateRule rule = new GradientDescent(0.006);
            double want = noise(PAPER, rule, steps)[steps];
            assertThat(descended(PAPER, rule, steps, d, arena))
                    .isCloseTo(want, offset(0.02 * want));
        }
    }

    /** ‖x_k − datum‖ / ‖ε − datum‖. */
    private static double descended(
            GradientSchedule schedule, UpdateRule rule, int steps, int d, Arena arena) {
        Random random = new Random(5);
        double[] datum = new double[d];
        double[] eps = new double[d];
        for (int i = 0; i < d; i++) {
            datum[i] = random.nextGaussian();
            eps[i] = random.nextGaussian();
        }
        OptimalField field = new OptimalField(datum, d, schedule);
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDArray start = arena.of(eps, 1, d, 1, 1);
            double[] end =
                    new Sampler(rule, new StopRule.MaxSteps(steps))
                            .run(field, start)
                            .x()
                            .toDoubleArray();
            return distance(end, datum) / distance(eps, datum);
        }
    }

    private static double distance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }

    /**
     * Just below the limit samples settle, just above they swing away, until the kink holds them.
     */
    @ParameterizedTest
    @CsvSource({"gd", "nag", "nesterov", "heavy-ball", "heun-descent"})
    void theLimitIsWhereSamplesStopSettling(String name) {
        GradientSchedule line = new LinearDecay(3);
        double limit = new IdealPath(line).limit(rule(name, 1)).orElseThrow();
        double[] below = noise(line, rule(name, 0.97 * limit), 400);
        double[] above = noise(new TruncatedDecay(0.8, 0.6), rule(name, 1.03 * limit), 400);
        assertThat(Math.abs(below[400])).isLessThan(1e-3);
        assertThat(Math.abs(above[400])).isGreaterThan(0.01); // slope 3 as well
    }

    private static UpdateRule rule(String name, double eta) {
        return switch (name) {
            case "gd" -> new GradientDescent(eta);
            case "nag" -> new Nesterov(eta, 0.3);
            case "nesterov" -> new ClassicalNesterov(eta, 0.3);
            case "heun-descent" -> new HeunDescent(eta);
            default -> new HeavyBall(eta, 0.3);
        };
    }

    @Test
    void limitsByFormula() {
        assertThat(new IdealPath(PAPER).limit(new GradientDescent(1)))
                .hasValueCloseTo(2 * (1 - 0.8) / 4, offset(1e-9));
        assertThat(new IdealPath(new PiecewiseDecay(0.5, 1.4, 2)).slope())
                .isCloseTo(4, offset(1e-6));
        assertThat(new IdealPath(new Constant(1)).limit(new GradientDescent(1))).isEmpty();
        assertThat(new IdealPath(PAPER).limit(new Adam(0.1, 0, 0, 1e-8))).isEmpty();
    }

    @Test
    void rulesThatLeaveTheLineAreRefused() {
        UpdateRule adam = new Adam(0.1, 0, 0, 1e-8);
        assertThat(adam.staysOnIdealPath()).isFalse();
        assertThatThrownBy(() -> noise(PAPER, adam, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must move along the gradient");
    }
}
