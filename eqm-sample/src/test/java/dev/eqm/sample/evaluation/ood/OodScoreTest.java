package dev.eqm.sample.evaluation.ood;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.field.DotProduct;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.schedule.Constant;
import dev.eqm.core.schedule.LinearDecay;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.energy.EnergyModel;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class OodScoreTest {
    private static final Shape SAMPLE = new Shape(2, 3, 3);
    private static final double S = 2; // curvature
    private static final double ETA = 0.1;

    /** E = S‖x‖²/2 in either float type: data lie at 0. */
    private record Bowl() implements Field {
        @Override
        public boolean knowsEnergy() {
            return true;
        }

        @Override
        public NDArray energy(NDArray x) {
            return Arithmetic.scale(x.mul(x).sum(new int[] {1, 2, 3}), S / 2);
        }

        @Override
        public NDArray gradient(NDArray x) {
            return Arithmetic.scale(x, S);
        }
    }

    static Stream<OodScore> scores() {
        return Stream.of(
                new ExplicitEnergy(),
                new GradientNorm(),
                new OneStepResidual(ETA),
                new LineIntegralEnergy(Reference.zero(SAMPLE), 4),
                new LineIntegralEnergy(Reference.noise(SAMPLE, 3), 4),
                steps(1e-2));
    }

    private static StepsToConverge steps(double gMin) {
        return new StepsToConverge(
                new Sampler(new GradientDescent(ETA), new StopRule.GradientBelow(gMin, 500)));
    }

    private static double[] numbers(int n, double scale) {
        double[] x = new double[n * (int) SAMPLE.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = scale * Math.sin(1 + i * i);
        }
        return x;
    }

    private static NDArray states(Arena arena, double[] x) {
        return arena.of(x, new Shape(x.length / SAMPLE.size()).addAll(SAMPLE).getShape());
    }

    private static double[] norms(double[] x) {
        double[] norms = new double[x.length / (int) SAMPLE.size()];
        for (int i = 0; i < x.length; i++) {
            norms[i / (int) SAMPLE.size()] += x[i] * x[i];
        }
        return Arrays.stream(norms).map(Math::sqrt).toArray();
    }

    private static double[] scored(OodScore score, Field field, NDArray x) {
        try (GradMode off = GradMode.off()) {
            return score.of(field, x);
        }
    }

    /** The sign: what lies further from data scores higher. */
    @ParameterizedTest
    @MethodSource("scores")
    void higherIsMoreOutOfDistribution(OodScore score, Arena arena) {
        double[] scales = {0.01, 0.1, 1, 10};
        double before = Double.NEGATIVE_INFINITY;
        for (double scale : scales) {
            double now = scored(score, new Bowl(), states(arena, numbers(1, scale)))[0];
            assertThat(now).as(score + " at " + scale).isGreaterThan(before);
            before = now;
        }
    }

    /** A row's score is its own. */
    @ParameterizedTest
    @MethodSource("scores")
    void rowsDoNotKnowEachOther(OodScore score, Arena arena) {
        double[] all = scored(score, new Bowl(), states(arena, numbers(3, 1)));
        double[] one =
                scored(score, new Bowl(), states(arena, Arrays.copyOfRange(numbers(3, 1), 18, 36)));
        assertThat(all).hasSize(3);
        assertThat(all[1]).isCloseTo(one[0], within(1e-12));
    }

    @Test
    void closedFormsOnABowl(Arena arena) {
        double[] x = numbers(4, 1.5);
        double[] norms = norms(x);
        NDArray states = states(arena, x);
        double[] zero =
                scored(new LineIntegralEnergy(Reference.zero(SAMPLE), 1), new Bowl(), states);
        Reference noise = Reference.noise(SAMPLE, 3);
        double atNoise = 0;
        for (float v : noise.state()) {
            atNoise += S / 2 * v * v;
        }
        double[] from = scored(new LineIntegralEnergy(noise, 1), new Bowl(), states);
        double[] residuals = scored(new OneStepResidual(ETA), new Bowl(), states);
        double[] counts = scored(steps(0.5), new Bowl(), states);
        for (int i = 0; i < 4; i++) {
            double energy = S / 2 * norms[i] * norms[i];
            assertThat(scored(new ExplicitEnergy(), new Bowl(), states)[i])
                    .isCloseTo(energy, within(1e-12));
            assertThat(scored(new GradientNorm(), new Bowl(), states)[i])
                    .isCloseTo(S * norms[i], within(1e-12));
            assertThat(zero[i]).isCloseTo(energy, within(1e-12)); // linear along the way: one node
            assertThat(from[i]).isCloseTo(energy - atNoise, within(1e-11));
            assertThat(residuals[i]).isCloseTo(S * (1 - ETA * S) * norms[i], within(1e-12));
            int k = 1;
            for (double g = S * norms[i]; g >= 0.5; g *= 1 - ETA * S) {
                k++;
            }
            assertThat(counts[i]).isEqualTo(k);
        }
    }

    /** Of a real network: the work along the way is the difference of its energies. */
    @Test
    void lineIntegralIsTheDifferenceOfExplicitEnergies(Arena arena) {
        SiTConfig network = new SiTConfig(8, 4, 1, 32, 2, 2, 2, 3, 0.1, false, false);
        Shape sample = new Shape(1, 8, 8);
        EnergyArchitecture energy = new EnergyArchitecture(network, new DotProduct());
        try (EnergyModel model = energy.build(Precision.FLOAT32, random(energy));
                GradMode off = GradMode.off()) {
            try (FieldModel.Conditioned field = model.condition(new long[] {0, 2})) {
                NDArray x = Noise.normal(arena, new long[] {1, 2}, sample);
                Reference reference = Reference.noise(sample, 9);
                NDArray r = arena.of(reference.state(), 1, 1, 8, 8);
                double[] work = new LineIntegralEnergy(reference, 24).of(field, x);
                double[] at = new ExplicitEnergy().of(field, x);
                double[] from = new ExplicitEnergy().of(field, r.concat(r));
                for (int i = 0; i < 2; i++) {
                    assertThat(Math.abs(at[i] - from[i])).isGreaterThan(1e-2);
                    assertThat(work[i])
                            .isCloseTo(at[i] - from[i], within(1e-3 * Math.abs(at[i] - from[i])));
                }
            }
        }
    }

    /** Fresh networks answer 0: these do not. */
    private static Parameters random(EnergyArchitecture a) {
        Random random = new Random(3);
        return Parameters.of(
                Device.cpu(),
                a.specs(),
                (arena, spec) -> {
                    float[] values = new float[Math.toIntExact(spec.size())];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) (0.1 * random.nextGaussian());
                    }
                    return arena.of(values, spec.shape().getShape());
                });
    }

    @Test
    void newtonStepsComeFromSchedules() {
        assertThat(OneStepResidual.newton(new TruncatedDecay(0.8, 4)).eta())
                .isCloseTo(0.05, within(1e-9));
        assertThat(OneStepResidual.newton(new LinearDecay(2)).eta()).isCloseTo(0.5, within(1e-9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OneStepResidual.newton(new Constant(1)))
                .withMessageContaining("no default step size can be derived");
    }

    @Test
    void refusesWhatCannotBe(Arena arena) {
        NDArray x = states(arena, numbers(1, 1));
        Field implicit = y -> y.duplicate();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExplicitEnergy().of(implicit, x))
                .withMessageContaining("implicit model", "line-integral");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new StepsToConverge(
                                        new Sampler(
                                                new GradientDescent(ETA),
                                                new StopRule.MaxSteps(3))))
                .withMessageContaining("gMin");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new LineIntegralEnergy(Reference.zero(new Shape(1, 2, 2)), 2)
                                        .of(implicit, x))
                .withMessageContaining("reference of the same size, got 4");
        Field explosive = y -> Arithmetic.scale(y, -1e200);
        assertThatThrownBy(() -> steps(0.1).of(explosive, x))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("score steps: sample 0 diverged");
    }
}
