package dev.eqm.sample.integrator;

import static dev.eqm.core.testing.NearTo.assertClose;
import static dev.eqm.core.testing.NearTo.doubles;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(LeakCheck.class)
class IntegrationTest {
    static List<Integrator> integrators() {
        return Integrators.examples().values().stream()
                .filter(FixedStep.class::isInstance)
                .toList();
    }

    /** Rows of standard normal noise, [n, 2, 4, 4]. */
    private static NDArray start(Arena arena, int n) {
        return Noise.normal(arena, LongStream.range(0, n).toArray(), new Shape(2, 4, 4));
    }

    /**
     * x' = (2t − ½)x in float64, x(1) = x(0)·exp(½): halving h divides the error by 2^order. Time
     * enters, so that a step that looks at a wrong time fails.
     */
    @Test
    void errorsFallWithTheOrder(Arena arena) {
        Map<Integrator, Double> orders =
                Map.of(new Euler(), 1.0, new Midpoint(), 2.0, new Heun(), 2.0);
        assertThat(orders.keySet()).containsExactlyInAnyOrderElementsOf(integrators());
        VelocityField v =
                (x, t) -> {
                    NDArray rate = arena.of(new double[] {2 * t[0] - 0.5});
                    return x.mul(rate);
                };
        orders.forEach(
                (integrator, order) -> {
                    double coarse = error(integrator, 64, v, arena);
                    double fine = error(integrator, 128, v, arena);
                    double measured = Math.log(coarse / fine) / Math.log(2);
                    assertThat(measured).as("%s", integrator).isCloseTo(order, within(0.12));
                });
    }

    private static double error(Integrator integrator, int steps, VelocityField v, Arena arena) {
        NDArray start = arena.of(new double[] {1, -2}, 2, 1, 1, 1);
        NDArray end = new Integration(integrator, steps).run(v, start).x();
        assertThat(end.getDataType()).isEqualTo(DataType.FLOAT64);
        double[] got = end.toDoubleArray();
        assertThat(got[1]).isCloseTo(-2 * got[0], within(1e-14));
        return Math.abs(got[0] - Math.exp(0.5));
    }

    /** Appendix D: on v = −∇E, h = η. */
    @Test
    void eulerIsDescent(Arena arena) {
        NDArray start = start(arena, 2);
        Field cubic = x -> x.mul(x).mul(x);
        NDArray euler = new Integration(new Euler(), 50).run(VelocityField.of(cubic), start).x();
        Sampler descent = new Sampler(new GradientDescent(1.0 / 50), new StopRule.MaxSteps(50));
        assertThat(euler.toFloatArray()).isEqualTo(descent.run(cubic, start).x().toFloatArray());
    }

    /** A straight path is met exactly by any number of steps, and time covers [0, 1]. */
    @ParameterizedTest
    @MethodSource("integrators")
    void timeRunsFromZeroToOne(Integrator integrator, Arena arena) {
        NDArray start = start(arena, 3);
        NDArray ones = arena.hold(start.onesLike());
        List<Double> times = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        VelocityField v =
                (x, t) -> {
                    times.add(t[0]);
                    return ones.duplicate();
                };
        SampleResult result =
                new Integration(integrator, 7)
                        .run(v, start, (number, step, norms) -> numbers.add(number));
        assertClose(result.x().sub(start), ones, 1e-6, 0);
        assertThat(numbers).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(times.get(0)).isZero();
        assertThat(times).allMatch(t -> t >= 0 && t <= 1).isSorted();
        assertThat(result.gradientNorms()[0]).isCloseTo(Math.sqrt(32), within(1e-5));
        assertThat(result.finished()).isTrue();
        int calls = times.size();
        assertThat(calls).isEqualTo(integrator instanceof Euler ? 7 : 14);
        assertThat(result.effort().calls()).isEqualTo(calls);
        assertThat(result.effort().evaluations()).containsExactly(calls, calls, calls);
        assertThat(result.effort().rows()).isEqualTo(3L * calls);
    }

    @Test
    void reportsMinusTheVelocityWhereAStepBegins(Arena arena) {
        NDArray start = arena.of(new float[] {3, 4}, 1, 2, 1, 1);
        new Integration(new Heun(), 1)
                .run(
                        (x, t) -> Arithmetic.scale(x, arena.scalar(2)),
                        start,
                        (number, step, norms) ->
                                assertThat(step.gradient().toFloatArray()).containsExactly(-6, -8));
    }

    @ParameterizedTest
    @MethodSource("integrators")
    void divergenceIsNamed(Integrator integrator, Arena arena) {
        NDArray start = arena.of(new float[] {1, 1, 1e30f, 1}, 2, 2, 1, 1);
        VelocityField explodes = (x, t) -> x.mul(x).mul(x);
        SampleResult result = new Integration(integrator, 5).run(explodes, start);
        assertThat(result.finished()).isFalse();
        assertThat(result.reason().describe()).contains("sample 1 diverged at step");
    }

    @Test
    void refusesNoSteps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Integration(new Heun(), 0))
                .withMessage("steps must be at least 1, got 0");
    }

    /** η off the grid: the times stay k/N, the states move by η·v. */
    @Test
    void etaIsFree(Arena arena) {
        NDArray start = start(arena, 2);
        List<Double> times = new ArrayList<>();
        VelocityField v =
                (x, t) -> {
                    times.add(t[0]);
                    return x.onesLike();
                };
        NDArray end = new Integration(new Euler(0.3), 4).run(v, start).x();
        assertThat(times).containsExactly(0.0, 0.25, 0.5, 0.75);
        float[] moved = end.sub(start).toFloatArray();
        for (float m : moved) {
            assertThat((double) m).isCloseTo(1.2, within(1e-6));
        }
        float[] onGrid = new Integration(new Euler(0.25), 4).run(v, start).x().toFloatArray();
        assertThat(new Integration(new Euler(), 4).run(v, start).x().toFloatArray())
                .isEqualTo(onGrid);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Euler(-1))
                .withMessage("eta must be 0 (1/N) or positive, and finite, got -1.0");
    }

    /** What plans, commands and the ideal path are told about an integrator is what it does. */
    @Test
    void keepsWhatItSays(Arena arena) {
        int steps = 5;
        Field cubic = x -> x.mul(x).mul(x);
        NDArray start = start(arena, 2);
        double[] descended =
                doubles(
                        new Sampler(new GradientDescent(1.0 / steps), new StopRule.MaxSteps(steps))
                                .run(cubic, start)
                                .x());
        Integrators.examples()
                .forEach(
                        (name, integrator) -> {
                            SampleResult one = run(integrator, cubic, start, steps, 1);
                            SampleResult other = run(integrator, cubic, start, steps, 7);
                            boolean same = Arrays.equals(doubles(one.x()), doubles(other.x()));
                            assertThat(integrator.drawsNoise()).as(name).isEqualTo(!same);
                            assertThat(Arrays.equals(doubles(one.x()), descended))
                                    .as(name)
                                    .isEqualTo(integrator.isGradientDescent());
                            integrator
                                    .evaluationsPerStep()
                                    .ifPresent(
                                            each ->
                                                    assertThat(one.effort().calls())
                                                            .as(name)
                                                            .isBetween(
                                                                    (steps - 1L) * each + 1,
                                                                    (long) steps * each));
                        });
        assertThat(Integrators.examples().get("dopri5").evaluationsPerStep()).isEmpty();
    }

    @Test
    void namesThoseForAnyNetwork() {
        assertThat(Integrators.withoutFlow()).isEqualTo("euler, midpoint, heun or dopri5");
    }

    private static SampleResult run(
            Integrator integrator, Field field, NDArray start, int steps, long seed) {
        return new Integration(integrator, steps)
                .run(
                        VelocityField.of(field),
                        start,
                        new long[] {seed, seed + 1},
                        SampleListener.NONE);
    }
}
