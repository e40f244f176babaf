package dev.eqm.sample.integrator;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.sampler.SampleListener;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LeakCheck.class)
class StochasticTest {
    private static final double MEAN = 0.7;
    private static final double DEVIATION = 0.5;

    /** The exact velocity of data N(m, s²): v = m + (t·s² − (1−t))/(t²s² + (1−t)²)·(x − t·m). */
    private static VelocityField gaussian(AtomicInteger calls) {
        double m = MEAN;
        double s2 = DEVIATION * DEVIATION;
        return (x, t) -> {
            calls.incrementAndGet();
            double a = (t[0] * s2 - (1 - t[0])) / (t[0] * t[0] * s2 + Math.pow(1 - t[0], 2));
            return Combination.of(x, new double[] {a, m - a * t[0] * m}, x.onesLike());
        };
    }

    private static Stochastic sde(boolean heun, DiffusionForm form, LastStep last) {
        return heun
                ? new StochasticHeun(form, 1, last, 0.02)
                : new EulerMaruyama(form, 1, last, 0.02);
    }

    /** 20,000 numbers: standard errors 0.0035 of the mean and 0.0025 of the deviation. */
    @ParameterizedTest
    @EnumSource(DiffusionForm.class)
    void marginalsAreThoseOfTheData(DiffusionForm form, Arena arena) {
        NDArray start = Noise.normal(arena, LongStream.range(0, 10).toArray(), new Shape(2000));
        for (boolean heun : new boolean[] {true, false}) {
            AtomicInteger calls = new AtomicInteger();
            int steps = 200;
            NDArray end =
                    new Integration(sde(heun, form, LastStep.EULER), steps)
                            .run(gaussian(calls), start)
                            .x();
            float[] x = end.toFloatArray();
            double mean = 0;
            double square = 0;
            for (float value : x) {
                mean += value / x.length;
                square += (double) value * value / x.length;
            }
            double deviation = Math.sqrt(square - mean * mean);
            assertThat(mean).as("mean, heun %s", heun).isCloseTo(MEAN, within(0.02));
            assertThat(deviation).as("heun %s", heun).isCloseTo(DEVIATION, within(0.02));
            assertThat(calls).hasValue(heun ? 2 * (steps - 1) + 1 : steps);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONSTANT, 0.3, 2, 2",
        "SBDM, 0.25, 2, 6",
        "SIGMA, 0.3, 2, 1.4",
        "LINEAR, 0.3, 2, 1.4",
        "DECREASING, 0.5, 2, 0.25",
        "DECREASING, 0, 1, 1",
        "INCREASING_DECREASING, 0.25, 2, 1"
    })
    void diffusionForms(DiffusionForm form, double t, double norm, double want) {
        assertThat(form.at(t, norm)).isCloseTo(want, within(1e-12));
    }

    /** One step by hand: score = (t·v − x)/(1 − t). */
    @ParameterizedTest
    @EnumSource(LastStep.class)
    void lastStepsFollowTheirFormulas(LastStep last, Arena arena) {
        double s = 0.1;
        double t = 1 - s;
        Stochastic sde = new EulerMaruyama(DiffusionForm.CONSTANT, 0.6, last, s);
        NDArray x = arena.of(new double[] {1.5, -2}, 1, 2, 1, 1);
        VelocityField v = (y, times) -> Combination.of(y, new double[] {0.5});
        double[] want = new double[2];
        for (int i = 0; i < 2; i++) {
            double value = x.toDoubleArray()[i];
            double velocity = 0.5 * value;
            double score = (t * velocity - value) / (1 - t);
            want[i] =
                    switch (last) {
                        case MEAN -> value + s * (velocity + 0.6 * score);
                        case TWEEDIE -> value / t + (1 - t) * (1 - t) / t * score;
                        case EULER, NONE -> value + s * velocity;
                    };
        }
        TimeStep time = new TimeStep(2, t, 1);
        FixedStep step = sde.with((number, y, seeds) -> y.zerosLike());
        assertClose(step.step(v, x, time, step.init(x, null)).x(), want, 1e-12, 0);
        boolean none = last == LastStep.NONE;
        assertThat(step.time(3, 3).to()).isCloseTo(none ? t : 1, within(1e-12));
        assertThat(step.time(3, 3).from()).isCloseTo(none ? t * 2 / 3 : t, within(1e-12));
        assertThat(step.time(1, 3).from()).isZero();
    }

    @Test
    void noiseIsAFunctionOfSeedAndStep(Arena arena) {
        NDArray start = Noise.normal(arena, new long[] {7, 8, 9}, new Shape(2, 4, 4));
        VelocityField v = gaussian(new AtomicInteger());
        Integration integration =
                new Integration(sde(false, DiffusionForm.SIGMA, LastStep.MEAN), 9);
        float[] all = run(integration, v, start, 7, 8, 9);
        NDArray last = Noise.normal(arena, new long[] {9}, new Shape(2, 4, 4));
        float[] alone = run(integration, v, last, 9);
        assertThat(alone).isEqualTo(Arrays.copyOfRange(all, 64, 96));
        assertThat(run(integration, v, last, 10)).isNotEqualTo(alone);
        float[] first = StepNoise.SEEDED.of(1, last, new long[] {9}).toFloatArray();
        assertThat(StepNoise.SEEDED.of(2, last, new long[] {9}).toFloatArray()).isNotEqualTo(first);
        assertThat(first).isNotEqualTo(last.toFloatArray());
    }

    private static float[] run(Integration i, VelocityField v, NDArray start, long... seeds) {
        return i.run(v, start, seeds, SampleListener.NONE).x().toFloatArray();
    }

    /** Without diffusion nothing is left but the ODE. */
    @Test
    void withoutNormItIsEuler(Arena arena) {
        NDArray start = Noise.normal(arena, new long[] {1}, new Shape(2, 4, 4));
        VelocityField v = gaussian(new AtomicInteger());
        Stochastic none = new EulerMaruyama(DiffusionForm.CONSTANT, 0, LastStep.MEAN, 0.1);
        NDArray sde = new Integration(none, 10).run(v, start).x();
        assertClose(sde, new Integration(new Euler(), 10).run(v, start).x(), 1e-5, 1e-5);
    }

    @Test
    void refusesImpossibleValues() {
        Stochastic ok = sde(true, DiffusionForm.SIGMA, LastStep.MEAN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Integration(ok, 1))
                .withMessageContaining("steps must be at least 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EulerMaruyama(DiffusionForm.SIGMA, -1, LastStep.MEAN, 0.04))
                .withMessage("norm must be finite and not negative, got -1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EulerMaruyama(DiffusionForm.SIGMA, 1, LastStep.MEAN, 0))
                .withMessage("lastStepSize must lie in (0, 0.9), got 0.0");
    }
}
