package dev.eqm.sample.integrator;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Effort;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.StopReason;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class DormandPrinceTest {
    private static final DormandPrince SOLVER = new DormandPrince(1e-3, 1e-6, 1000);

    /**
     * v = rate_i·(1 + 2t)·x in float64, so x(1) = x(0)·exp(2·rate_i): rows of different stiffness.
     */
    private record Growth(double[] rates, int[] asked, AtomicInteger calls)
            implements VelocityField {
        static Growth of(double... rates) {
            return new Growth(rates, new int[rates.length], new AtomicInteger());
        }

        @Override
        public NDArray velocity(NDArray x, double[] t) {
            return rows(x, t, java.util.stream.IntStream.range(0, rates.length).toArray());
        }

        private NDArray rows(NDArray x, double[] t, int[] rows) {
            calls.incrementAndGet();
            double[][] c = new double[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                asked[rows[i]]++;
                assertThat(t[i]).isBetween(0.0, 1.0);
                c[i] = new double[] {rates[rows[i]] * (1 + 2 * t[i])};
            }
            return Combination.ofRows(x, c);
        }

        @Override
        public VelocityField restricted(int[] rows) {
            return new Part(this, rows);
        }
    }

    private record Part(Growth all, int[] rows) implements VelocityField {
        @Override
        public NDArray velocity(NDArray x, double[] t) {
            return all.rows(x, t, rows);
        }

        @Override
        public VelocityField restricted(int[] some) {
            return new Part(all, Arrays.stream(some).map(i -> rows[i]).toArray());
        }
    }

    @Test
    void meetsItsToleranceAndCountsWhatItAsked(Arena arena) {
        Growth v = Growth.of(-6, 0.3, -1, 2);
        NDArray start = arena.of(new double[] {1, -2, 3, 1, 1, 2, 2, 1}, 4, 2, 1, 1);
        SampleResult solved = solve(new DormandPrince(1e-6, 1e-9, 1000), v, start);
        double[] want = start.toDoubleArray();
        for (int i = 0; i < want.length; i++) {
            want[i] *= Math.exp(2 * v.rates[i / 2]);
        }
        assertThat(solved.finished()).isTrue();
        assertClose(solved.x(), want, 2e-6, 2e-5);
        assertThat(solved.effort().evaluations()).isEqualTo(v.asked);
        assertThat(solved.effort().calls()).isEqualTo(v.calls.get());
        for (int i = 0; i < 4; i++) { // slope, first step size, then six for each try
            assertThat(solved.effort().evaluations()[i])
                    .isEqualTo(
                            2 + 6 * (solved.effort().steps()[i] + solved.effort().rejected()[i]));
        }
        assertThat(solved.effort().steps()[1]).isLessThan(solved.effort().steps()[0]);
        assertThat(solved.effort().calls()).isEqualTo(Arrays.stream(v.asked).max().getAsInt());
    }

    private static SampleResult solve(DormandPrince solver, VelocityField v, NDArray start) {
        return new Integration(solver, 1).run(v, start);
    }

    /** With steps chosen by the tolerance alone, cost grows like rtol^(-1/5): order 5. */
    @Test
    void costGrowsWithTheFifthRoot(Arena arena) {
        NDArray start = arena.of(new double[] {1, 2}, 1, 2, 1, 1);
        double coarse = steps(1e-6, start);
        double fine = steps(1e-11, start);
        assertThat(Math.log10(fine / coarse) / 5).isCloseTo(0.2, within(0.03));
    }

    private static double steps(double rtol, NDArray start) {
        return solve(new DormandPrince(rtol, 1e-14, 10_000), Growth.of(3), start)
                .effort()
                .steps()[0];
    }

    /** Sample i is the same alone and beside others, bit for bit, on a field that is. */
    @Test
    void samplesDoNotKnowEachOther(Arena arena) {
        double[] rates = {-20, 0.5, -3};
        double[] states = {1, 2, -1, 0.5, 4, 1};
        NDArray together = arena.of(states, 3, 2, 1, 1);
        SampleResult all = solve(SOLVER, Growth.of(rates), together);
        double[] got = all.x().toDoubleArray();
        for (int i = 0; i < 3; i++) {
            NDArray one = arena.of(Arrays.copyOfRange(states, 2 * i, 2 * i + 2), 1, 2, 1, 1);
            SampleResult alone = solve(SOLVER, Growth.of(rates[i]), one);
            assertThat(alone.x().toDoubleArray())
                    .isEqualTo(Arrays.copyOfRange(got, 2 * i, 2 * i + 2));
            assertThat(alone.effort().evaluations()[0]).isEqualTo(all.effort().evaluations()[i]);
        }
    }

    @Test
    void samplesOfANetworkDoNotKnowEachOther(Arena arena) {
        long[] labels = {3, 7, 10};
        try (SiT model = GoldenSet.tinyWithTime();
                VelocityField v = new Guidance(1.5, 0).velocity(model, 0, labels);
                VelocityField third = v.restricted(new int[] {2})) {
            NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, model.sampleShape());
            NDArray one = Noise.normal(arena, new long[] {3}, model.sampleShape());
            SampleResult together = solve(SOLVER, v, x);
            SampleResult single = solve(SOLVER, third, one);
            assertThat(single.effort().evaluations()[0])
                    .isEqualTo(together.effort().evaluations()[2]);
            NDArray all = together.x().toType(DataType.FLOAT64, true);
            NDArray alone = single.x();
            double[] last = all.toDoubleArray();
            int size = (int) alone.size();
            assertClose(alone, Arrays.copyOfRange(last, 2 * size, 3 * size), 2e-5, 1e-5);
        }
    }

    @Test
    void rejectsStepsThatAreTooLong(Arena arena) {
        NDArray start = arena.of(new double[] {1}, 1, 1, 1, 1);
        VelocityField kink =
                (x, t) -> Combination.ofRows(x, new double[][] {{t[0] < 0.5 ? 1 : -50}});
        SampleResult solved = solve(SOLVER, kink, start);
        assertThat(solved.effort().rejected()[0]).isPositive();
        assertThat(solved.x().toDoubleArray()[0]).isCloseTo(Math.exp(0.5 - 25), within(1e-5));
    }

    @Test
    void givesUpWithAReport(Arena arena) {
        NDArray start = arena.of(new double[] {1, 1}, 2, 1, 1, 1);
        SampleResult solved = solve(new DormandPrince(1e-9, 1e-9, 5), Growth.of(0.001, -50), start);
        assertThat(solved.finished()).isFalse();
        assertThat(solved.reason())
                .isInstanceOfSatisfying(
                        StopReason.Unsolved.class,
                        r -> {
                            assertThat(r.sample()).isEqualTo(1);
                            assertThat(r.tried()).isEqualTo(5);
                        });
        assertThat(solved.reason().describe()).contains("sample 1 reached only");
    }

    @Test
    void divergenceIsNamed(Arena arena) {
        NDArray start = arena.of(new float[] {1, 1, 1e30f, 1}, 2, 2, 1, 1);
        VelocityField explodes = (x, t) -> x.mul(x).mul(x);
        SampleResult solved = solve(SOLVER, explodes, start);
        assertThat(solved.finished()).isFalse();
        assertThat(solved.reason().describe()).contains("sample 1 diverged at step");
    }

    @Test
    void theListenerHearsOfTheEnd(Arena arena) {
        NDArray start = arena.of(new float[] {3, 4}, 1, 2, 1, 1);
        int[] heard = new int[1];
        new Integration(SOLVER, 99)
                .run(
                        (x, t) -> Arithmetic.scale(x, arena.scalar(0)),
                        start,
                        (number, step, norms) -> {
                            heard[0]++;
                            assertThat(step.x().toFloatArray()).containsExactly(3, 4);
                            assertThat(norms).containsExactly(0);
                        });
        assertThat(heard).containsExactly(1);
    }

    @Test
    void refusesImpossibleValues() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DormandPrince(0, 1e-6, 1))
                .withMessage("rtol must lie in (0, 1), got 0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DormandPrince(1e-3, 1e-6, 0))
                .withMessage("maxSteps must be at least 1, got 0");
    }

    /** Numbers of the solver before it ran in the common loop; rounding may differ elsewhere. */
    @Test
    void goesTheWayItAlwaysWent(Arena arena) {
        Growth v = Growth.of(-20, 0.5, -3, 1);
        NDArray start = arena.of(new double[] {1, 2, -1, 0.5, 4, 1, 3, 3}, 4, 2, 1, 1);
        SampleResult result = solve(SOLVER, v, start);
        Effort effort = result.effort();
        assertThat(effort.steps()).containsExactly(22, 2, 8, 3);
        assertThat(effort.rejected()).containsExactly(2, 0, 5, 1);
        assertThat(effort.evaluations()).containsExactly(146, 14, 80, 26);
        assertThat(effort.calls()).isEqualTo(146);
        assertThat(effort.atMaximum()).isZero();
        assertThat(result.reason()).isEqualTo(new StopReason.Arrived());
        double[] want = {
            2.967111887008254e-7, 5.934223774016508e-7, -2.7189511422545163, 1.3594755711272581,
            0.009948269969092151, 0.002487067492273038, 22.176090039470516, 22.176090039470516
        };
        assertClose(result.x(), want, 1e-12, 1e-9);
        assertThat(result.gradientNorms())
                .containsExactly(
                        new double[] {
                            3.980798325718879e-5,
                            4.55981968618635,
                            0.09228997771813592,
                            94.08518188267831
                        },
                        within(1e-9));
    }

    /** A sample that has arrived keeps its numbers where another one fails. */
    @Test
    void failsAsItAlwaysFailed(Arena arena) {
        NDArray start = arena.of(new double[] {1, 1, 2}, 3, 1, 1, 1);
        SampleResult result =
                solve(new DormandPrince(1e-7, 1e-9, 9), Growth.of(0.001, -50, 0.3), start);
        assertThat(result.effort().steps()).containsExactly(3, 8, 6);
        assertThat(result.effort().rejected()).containsExactly(0, 1, 3);
        assertThat(result.effort().evaluations()).containsExactly(20, 56, 56);
        assertThat(result.reason().describe())
                .isEqualTo(
                        "sample 1 reached only t = 0.02331 in 9 steps, and the next step would be "
                                + "0.00285; choose larger tolerances (rtol, atol) or more maxSteps");
        assertClose(
                result.x(),
                new double[] {1.002002001334, 0.30345671267648444, 3.644237615897855},
                1e-12,
                1e-9);
    }

    /** Nothing is asked of a field once it has answered with what is not finite. */
    @Test
    void doesNotBeginWhatCannotEnd(Arena arena) {
        NDArray start = arena.of(new float[] {1, 1}, 2, 1, 1, 1);
        AtomicInteger calls = new AtomicInteger();
        VelocityField broken =
                (x, t) -> {
                    calls.incrementAndGet();
                    NDArray nothing = x.sub(x);
                    return nothing.div(nothing);
                };
        SampleResult result = solve(SOLVER, broken, start);
        assertThat(calls).hasValue(1);
        assertThat(result.effort().evaluations()).containsExactly(1, 1);
        assertThat(result.effort().steps()).containsExactly(0, 0);
        assertThat(result.effort().rejected()).containsExactly(0, 0);
        assertThat(result.x().toFloatArray()).containsExactly(1, 1);
        assertThat(result.reason().describe()).contains("sample 0 diverged at step 1");
    }

    /** Growth by e^60: the norm leaves float32 before the states do. */
    @Test
    void endsWhereNormsOverflow(Arena arena) {
        NDArray start = arena.of(new float[] {1, 1, 0.3f, 1}, 2, 2, 1, 1);
        SampleResult result = solve(SOLVER, Growth.of(1, 60), start);
        assertThat(result.reason())
                .isInstanceOfSatisfying(
                        StopReason.Diverged.class,
                        r -> {
                            assertThat(r.sample()).isEqualTo(1);
                            assertThat(r.step()).isEqualTo(result.effort().steps()[1]);
                            assertThat(r.gradientNorm()).isInfinite();
                            assertThat(r.stateNorm()).isFinite().isEqualTo(result.stateNorms()[1]);
                        });
        assertThat(result.stateNorms()[0]).isCloseTo(Math.sqrt(2) * Math.exp(2), within(0.01));
        // that of the step just made, not of the one before
        assertThat(result.stateNorms()[1]).isCloseTo(3.078e17, within(0.01e17));
    }
}
