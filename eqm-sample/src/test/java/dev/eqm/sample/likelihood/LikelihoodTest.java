package dev.eqm.sample.likelihood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.guidance.Guidance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class LikelihoodTest {
    /** The exact velocity of data N(0, s_d²), each dimension with a deviation of its own. */
    private static VelocityField gaussian(Arena arena, double[] s) {
        return (x, t) -> {
            double[] a = new double[s.length];
            for (int d = 0; d < a.length; d++) {
                double s2 = s[d] * s[d];
                a[d] = (t[0] * s2 - (1 - t[0])) / (t[0] * t[0] * s2 + Math.pow(1 - t[0], 2));
            }
            return x.mul(arena.of(a, 1, a.length));
        };
    }

    private static double logDensity(double[] x, double[] s) {
        double sum = 0;
        for (int d = 0; d < s.length; d++) {
            sum -= 0.5 * Math.pow(x[d] / s[d], 2) + Math.log(s[d] * Math.sqrt(2 * Math.PI));
        }
        return sum;
    }

    /** A diagonal Jacobian: Rademacher probes give the trace exactly, whatever they are. */
    @Test
    void aGaussianFlowHasItsDensity(Arena arena) {
        double[] s = {0.5, 1.5, 0.8};
        NDArray x = arena.of(new double[] {0.3, -1, 0.2, 1, 2, -0.7}, 2, 3);
        VelocityField v = gaussian(arena, s);
        double[] signs =
                new Likelihood(200, 1, Probe.RADEMACHER).of(v, x, new long[] {1, 2}).nats();
        double[] exact = Likelihood.exact(v, x, 200).nats();
        double[] values = x.toDoubleArray();
        for (int i = 0; i < 2; i++) {
            double[] one = {values[3 * i], values[3 * i + 1], values[3 * i + 2]};
            assertThat(signs[i]).isCloseTo(logDensity(one, s), within(1e-3));
            assertThat(exact[i]).isCloseTo(signs[i], within(1e-9));
        }
    }

    /** A pixel that hardly varies; equal steps are wrong by 0.2 nats. */
    @Test
    void aNarrowGaussianNeedsNoMoreSteps(Arena arena) {
        double[] s = {0.01};
        NDArray x = arena.of(new double[] {0.007}, 1, 1);
        double nats =
                new Likelihood(50, 1, Probe.RADEMACHER)
                        .of(gaussian(arena, s), x, new long[1])
                        .nats()[0];
        assertThat(nats).isCloseTo(logDensity(new double[] {0.007}, s), within(0.01));
    }

    @Test
    void manyProbesOfANetworkComeNearTheTrace(Arena arena) {
        try (SiT model = GoldenSet.tinyWithTime();
                GradMode off = GradMode.off();
                VelocityField v = new Guidance(1.5, 0).velocity(model, 0, new long[] {3})) {
            NDArray x = Noise.normal(arena, new long[] {4}, model.sampleShape());
            double exact = Likelihood.exact(v, x, 1).nats()[0];
            for (Probe probe : Probe.values()) {
                LogLikelihood few = new Likelihood(1, 48, probe).of(v, x, new long[] {5});
                assertThat(few.evaluations()).isEqualTo(2);
                assertThat(few.size()).isEqualTo(256);
                double error = Math.abs(few.nats()[0] - exact);
                assertThat(error).as("%s", probe).isLessThan(0.05 * Math.abs(exact));
            }
        }
    }

    @Test
    void bitsCountTheWidthOfAByte() {
        double[] bits =
                new LogLikelihood(new double[] {0, -2 * Math.log(2)}, 2, 1).bitsPerDimension();
        assertThat(bits[0]).isCloseTo(Math.log(127.5) / Math.log(2), within(1e-12));
        assertThat(bits[1] - bits[0]).isCloseTo(1, within(1e-12));
    }

    @Test
    void probesAreAFunctionOfTheSeed(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2}, new Shape(3));
        VelocityField rolled = (y, t) -> y.mul(y).mul(arena.of(new float[] {1, 2, 3}, 1, 3));
        Likelihood gaussian = new Likelihood(3, 1, Probe.GAUSSIAN);
        double[] first = gaussian.of(rolled, x, new long[] {7, 8}).nats();
        assertThat(gaussian.of(rolled, x, new long[] {7, 9}).nats()[0]).isEqualTo(first[0]);
        assertThat(gaussian.of(rolled, x, new long[] {7, 9}).nats()[1]).isNotEqualTo(first[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Likelihood(1, 0, Probe.GAUSSIAN))
                .withMessage("probes must be at least 1, got 0");
    }
}
