package dev.eqm.sample.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Traffic;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.sampler.StopReason.Diverged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a run waits for the device, and that its results do not depend on it. */
@ExtendWith(LeakCheck.class)
class ReadsTest {
    private static final UpdateRule NAG = new Nesterov(0.05, 0.3);

    /** Hears of steps and does not ask for norms. */
    private static final class Counter implements SampleListener {
        private final List<Integer> steps = new ArrayList<>();

        @Override
        public void stepped(int number, Step step, double[] norms) {
            steps.add(number);
        }

        @Override
        public boolean wantsNorms(int number) {
            return false;
        }
    }

    private static final SampleListener ALL = (number, step, norms) -> {};

    static Collection<UpdateRule> rules() {
        return UpdateRules.examples().values();
    }

    private static Traffic traffic(Supplier<SampleResult> run) {
        Traffic before = Traffic.now();
        assertThat(run.get().finished()).isTrue();
        return Traffic.now().since(before);
    }

    private static SampleResult run(StopRule stop, UpdateRule rule, Field field, NDArray x) {
        return new Sampler(rule, stop).run(field, x);
    }

    /** 249 updates: 16 readings of norms, the last of them at the end, and one of the states. */
    @Test
    void normsAreReadOnceInSixteenStepsIfNobodyWantsThem(Arena arena) {
        NDArray start = Fields.start(arena, 2);
        Field field = Fields.bowl(arena, 1);
        StopRule steps = new StopRule.MaxSteps(249);
        assertThat(traffic(() -> run(steps, NAG, field, start)).reads()).isEqualTo(16 + 1);
        Sampler sampler = new Sampler(NAG, steps);
        Counter counter = new Counter();
        assertThat(traffic(() -> sampler.run(field, start, counter)).reads()).isEqualTo(16 + 1);
        assertThat(counter.steps).hasSize(249).isSorted();
        assertThat(traffic(() -> sampler.run(field, start, ALL)).reads()).isEqualTo(249 + 1);
        StopRule below = new StopRule.GradientBelow(1e-30, 20); // looks at every norm
        assertThat(traffic(() -> run(below, NAG, field, start)).reads()).isEqualTo(20 + 1);
    }

    /** The sampler's own calls: look-ahead, both results of the update, and the norms. */
    @Test
    void anUpdateOfNagCallsThreeKernels(Arena arena) {
        NDArray start = Fields.start(arena, 2);
        Field still = x -> x;
        long one = traffic(() -> run(new StopRule.MaxSteps(1), NAG, still, start)).calls();
        long many = traffic(() -> run(new StopRule.MaxSteps(11), NAG, still, start)).calls();
        assertThat(many - one).isEqualTo(10 * 3);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void resultsAreThoseOfReadingEveryStep(UpdateRule rule, Arena arena) {
        NDArray start = Fields.start(arena, 3);
        Field field = Fields.cubic();
        for (int steps : new int[] {1, 15, 16, 17, 40}) {
            Sampler sampler = new Sampler(rule, new StopRule.MaxSteps(steps));
            same(sampler.run(field, start), sampler.run(field, start, ALL));
        }
    }

    private static void same(SampleResult result, SampleResult expected) {
        assertThat(result.x().toFloatArray()).isEqualTo(expected.x().toFloatArray());
        assertThat(result.steps()).isEqualTo(expected.steps());
        assertThat(result.gradientNorms()).isEqualTo(expected.gradientNorms());
        assertThat(result.stateNorms()).isEqualTo(expected.stateNorms());
        assertThat(result.reason()).isEqualTo(expected.reason());
        Effort effort = result.effort();
        assertThat(effort.steps()).isEqualTo(expected.effort().steps());
        assertThat(effort.evaluations()).isEqualTo(expected.effort().evaluations());
        assertThat(effort.calls()).isEqualTo(expected.effort().calls());
    }

    private static Field notANumberFrom(int call, NDArray hole) {
        int[] calls = {0};
        return x -> ++calls[0] < call ? x.duplicate() : x.mul(hole);
    }

    /** The states before the step that failed, although later steps have been made. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 20, 32, 40})
    void aRunThatDivergesEndsWhereItWouldHave(int step, Arena arena) {
        NDArray start = arena.of(new float[] {1, 2, 3}, 3, 1, 1, 1);
        NDArray hole = arena.of(new float[] {1, Float.NaN, 1}, 3, 1, 1, 1);
        Sampler sampler = new Sampler(NAG, new StopRule.MaxSteps(40));
        Counter counter = new Counter();
        SampleResult result = sampler.run(notANumberFrom(step, hole), start, counter);
        same(result, sampler.run(notANumberFrom(step, hole), start, ALL));
        assertThat(((Diverged) result.reason()).step()).isEqualTo(step);
        assertThat(result.steps()).isEqualTo(step - 1);
        assertThat(counter.steps).hasSizeLessThan(step + Unread.MOST);
    }

    /** A rule that remembers earlier states shares them with what waits to be read. */
    @ParameterizedTest
    @MethodSource("rules")
    void everyRuleDivergesAsBefore(UpdateRule rule, Arena arena) {
        NDArray start = arena.of(new float[] {1, 2, 3}, 3, 1, 1, 1);
        NDArray hole = arena.of(new float[] {1, Float.NaN, 1}, 3, 1, 1, 1);
        Sampler sampler = new Sampler(rule, new StopRule.MaxSteps(40));
        if (!rule.needsEnergy() && !rule.restrictsFields()) {
            same(
                    sampler.run(notANumberFrom(9, hole), start),
                    sampler.run(notANumberFrom(9, hole), start, ALL));
        }
    }

    /** What fails after a step that was not finite does not hide it; what fails alone is told. */
    @Test
    void aFailureAfterADivergenceIsTheDivergence(Arena arena) {
        NDArray start = arena.of(new float[] {1, 2}, 2, 1, 1, 1);
        NDArray hole = arena.of(new float[] {1, Float.NaN}, 2, 1, 1, 1);
        Sampler sampler = new Sampler(NAG, new StopRule.MaxSteps(40));
        int[] calls = {0};
        Field field =
                x -> {
                    if (++calls[0] > 4) {
                        throw new IllegalStateException("no more");
                    }
                    return calls[0] < 3 ? x.duplicate() : x.mul(hole);
                };
        SampleResult result = sampler.run(field, start);
        assertThat(((Diverged) result.reason()).step()).isEqualTo(3);
        Field broken =
                x -> {
                    throw new IllegalStateException("never");
                };
        assertThatThrownBy(() -> sampler.run(broken, start)).hasMessage("never");
    }
}
