package dev.eqm.sample.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every rule of the catalogue keeps. */
@ExtendWith(LeakCheck.class)
class UpdateRulesTest {
    static Collection<UpdateRule> rules() {
        return UpdateRules.examples().values();
    }

    private static Sampler sampler(UpdateRule rule, int steps) {
        return new Sampler(rule, new StopRule.MaxSteps(steps));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void staysPutOnAFlatField(UpdateRule rule, Arena arena) {
        NDArray start = Fields.start(arena, 3);
        SampleResult result = sampler(rule, 20).run(Fields.flat(), start);
        if (!(rule instanceof Langevin)) { // which diffuses
            assertThat(result.x().toFloatArray()).isEqualTo(start.toFloatArray());
        }
        assertThat(result.steps()).isEqualTo(20);
        assertThat(result.gradientNorms()).containsExactly(0, 0, 0);
        assertThat(result.finished()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void followsTheBowlDown(UpdateRule rule, Arena arena) {
        NDArray start = Fields.start(arena, 4);
        List<Double> norms = new ArrayList<>();
        sampler(rule, 50)
                .run(Fields.bowl(arena, 20), start, (number, step, all) -> norms.add(all[0]));
        assertThat(norms).hasSize(50);
        assertThat(norms.get(49)).isLessThan(0.9 * norms.get(0));
        if (!(rule instanceof Langevin)) { // which is noisy at the bottom
            assertThat(norms).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void leavesItsArgumentsAlone(UpdateRule rule, Arena arena) {
        NDArray start = Fields.start(arena, 2);
        float[] before = start.toFloatArray();
        NDList state = rule.init(start, arena.of(new long[] {5, 6}, 2));
        Step first = rule.step(Fields.bowl(arena, 1), start, state, new Tick(1, 1));
        float[] x = first.x().toFloatArray();
        Step again = rule.step(Fields.bowl(arena, 1), start, state, new Tick(1, 1));
        assertThat(start.toFloatArray()).isEqualTo(before);
        assertThat(again.x().toFloatArray()).isEqualTo(x);
        assertThat(first.x().toFloatArray()).isEqualTo(x);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void samplesDoNotKnowEachOther(UpdateRule rule, Arena arena) {
        NDArray start = Fields.start(arena, 3);
        Field cubic = Fields.cubic();
        NDArray together = sampler(rule, 10).run(cubic, start).x();
        for (int i = 0; i < 3; i++) {
            NDArray alone =
                    sampler(rule, 10)
                            .run(cubic, row(start, i), new long[] {i}, SampleListener.NONE)
                            .x();
            assertThat(alone.toFloatArray()).isEqualTo(row(together, i).toFloatArray());
        }
        NDArray turned = NDArrays.concat(new NDList(row(start, 2), row(start, 0), row(start, 1)));
        NDArray after =
                sampler(rule, 10).run(cubic, turned, new long[] {2, 0, 1}, SampleListener.NONE).x();
        assertThat(row(after, 0).toFloatArray()).isEqualTo(row(together, 2).toFloatArray());
    }

    @ParameterizedTest
    @MethodSource("rules")
    void memoryStaysFlatOver200Steps(UpdateRule rule, Arena arena) {
        NDArray start = Fields.start(arena, 2);
        Field bowl = Fields.bowl(arena, 1);
        List<Long> open = new ArrayList<>();
        long left =
                LeakCheck.openedBy(
                        () ->
                                sampler(rule, 200)
                                        .run(
                                                bowl,
                                                start,
                                                (k, s, n) -> open.add(LeakCheck.openArrays()))
                                        .x()
                                        .close());
        assertThat(left).isZero();
        assertThat(open).hasSize(200);
        assertThat(open.subList(2, 200)).containsOnly(open.get(2));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void worksInDoublePrecision(UpdateRule rule, Arena arena) {
        NDArray start = arena.of(new double[] {1, -2, 3, 4}, 2, 2, 1, 1);
        SampleResult result = sampler(rule, 3).run(Fields.bowl(arena, 1), start);
        assertThat(result.x().getDataType()).isEqualTo(DataType.FLOAT64);
        assertThat(result.x().toDoubleArray()[0]).isBetween(0.7, 1.05);
        assertThat(result.gradientNorms()[0]).isBetween(0.7 * Math.sqrt(5), 1.05 * Math.sqrt(5));
    }

    /** What plans multiply by: so many evaluations for every sample and step, if it says. */
    @ParameterizedTest
    @MethodSource("rules")
    void saysHowOftenItLooks(UpdateRule rule, Arena arena) {
        Effort effort =
                sampler(rule, 5).run(Fields.bowl(arena, 1), Fields.start(arena, 3)).effort();
        rule.evaluationsPerStep()
                .ifPresent(
                        each ->
                                assertThat(effort.evaluations())
                                        .containsExactly(5 * each, 5 * each, 5 * each));
        assertThat(rule.evaluationsPerStep().isEmpty()).isEqualTo(rule.needsEnergy());
    }

    /**
     * On E = k‖x‖²/2 a rule that stays on the ideal path scales all entries of a sample alike, and
     * just as much if the sample is larger; below its limit it settles, above it swings away.
     */
    @ParameterizedTest
    @MethodSource("rules")
    void keepsWhatItSaysOfTheIdealPath(UpdateRule rule, Arena arena) {
        if (!rule.staysOnIdealPath()) {
            assertThat(rule.stabilityLimit(4)).isEmpty();
            return;
        }
        NDArray start = arena.of(new double[] {1, -2, 3, -6}, 2, 2, 1, 1);
        double limit = rule.stabilityLimit(4).orElseThrow();
        assertThat(rule.stabilityLimit(8)).hasValue(limit / 2);
        // the rule's own eta is at the limit where k = slope
        double slope = 4 * limit / rule.eta();
        double[] below = end(rule, 0.97 * slope, start, arena);
        double[] above = end(rule, 1.03 * slope, start, arena);
        assertThat(Math.abs(below[0])).isLessThan(1e-3);
        assertThat(Math.abs(above[0])).isGreaterThan(1e3);
        double[] some = end(rule, 0.3 * slope, start, arena, 3);
        assertThat(some[0]).isNotCloseTo(1, org.assertj.core.data.Offset.offset(0.01));
        assertThat(some[1]).isEqualTo(-2 * some[0]);
        assertThat(some[2]).isCloseTo(3 * some[0], org.assertj.core.data.Offset.offset(1e-12));
        assertThat(some[3]).isCloseTo(-6 * some[0], org.assertj.core.data.Offset.offset(1e-12));
    }

    private static double[] end(UpdateRule rule, double slope, NDArray start, Arena arena) {
        return end(rule, slope, start, arena, 400);
    }

    private static double[] end(
            UpdateRule rule, double slope, NDArray start, Arena arena, int steps) {
        return sampler(rule, steps).run(Fields.bowl(arena, slope), start).x().toDoubleArray();
    }

    private static NDArray row(NDArray x, int i) {
        return x.get(new NDIndex(i + ":" + (i + 1)));
    }
}
