package dev.eqm.sample.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.sample.sampler.StopReason.Diverged;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class SamplerTest {
    private static final UpdateRule GD = new GradientDescent(0.5);

    private static Sampler sampler(UpdateRule rule, int steps) {
        return new Sampler(rule, new StopRule.MaxSteps(steps));
    }

    @Test
    void givesTheLastStatesToTheCallersScope(Arena arena) {
        NDArray start = Fields.start(arena, 2);
        NDArray x;
        try (Scope scope = Scope.open()) {
            x = sampler(GD, 3).run(Fields.bowl(arena, 1), start).x();
            assertThat(x.getManager()).isSameAs(start.getManager());
        }
        assertThat(x.isReleased()).isTrue();
        assertThat(start.isReleased()).isFalse();
    }

    @Test
    void recordsNoGraphAndPutsTheModeBack(Arena arena) {
        List<Boolean> modes = new ArrayList<>();
        Field field =
                x -> {
                    modes.add(GradMode.isOn());
                    return x.duplicate();
                };
        try (GradMode on = GradMode.on()) {
            sampler(GD, 2).run(field, Fields.start(arena, 1));
            assertThat(GradMode.isOn()).isTrue();
        }
        assertThat(modes).containsExactly(false, false);
    }

    @Test
    void tellsTheListenerEveryUpdate(Arena arena) {
        List<String> seen = new ArrayList<>();
        NDArray start = arena.of(new float[] {4, -8}, 2, 1, 1, 1);
        sampler(GD, 3)
                .run(
                        Fields.bowl(arena, 1),
                        start,
                        (k, step, norms) ->
                                seen.add(
                                        k
                                                + ": x "
                                                + step.x().toFloatArray()[0]
                                                + " g "
                                                + step.gradient().toFloatArray()[0]
                                                + " norm "
                                                + norms[1]));
        assertThat(seen)
                .containsExactly(
                        "1: x 2.0 g 4.0 norm 8.0",
                        "2: x 1.0 g 2.0 norm 4.0",
                        "3: x 0.5 g 1.0 norm 2.0");
    }

    @Test
    void stopsWhenTheRuleHoldsForAll(Arena arena) {
        NDArray start = arena.of(new float[] {4, -8}, 2, 1, 1, 1);
        SampleResult result =
                new Sampler(GD, (steps, norm) -> norm < 1.5).run(Fields.bowl(arena, 1), start);
        assertThat(result.steps()).isEqualTo(4); // gradients of the larger one: 8, 4, 2, 1
        assertThat(result.effort().steps()).containsExactly(3, 4);
        assertThat(result.gradientNorms()).containsExactly(1, 1);
    }

    @Test
    void namesStepAndNormWhenAGradientIsNotFinite(Arena arena) {
        NDArray start = arena.of(new float[] {1, 2, 3}, 3, 1, 1, 1);
        NDArray hole = arena.of(new float[] {1, Float.NaN, 1}, 3, 1, 1, 1);
        int[] calls = {0};
        Field field = x -> ++calls[0] < 4 ? x.duplicate() : x.mul(hole);
        List<Integer> seen = new ArrayList<>();
        SampleResult result = sampler(GD, 100).run(field, start, (k, s, n) -> seen.add(k));
        assertThat(result.reason()).isInstanceOf(Diverged.class);
        Diverged reason = (Diverged) result.reason();
        assertThat(reason.step()).isEqualTo(4);
        assertThat(reason.sample()).isEqualTo(1);
        assertThat(reason.gradientNorm()).isNaN();
        assertThat(reason.stateNorm()).isEqualTo(0.25);
        assertThat(reason.describe())
                .isEqualTo(
                        "sample 1 diverged at step 4: gradient norm NaN, state norm 0.2500;"
                                + " choose a smaller eta, or check the weights");
        assertThat(result.finished()).isFalse();
        assertThat(result.steps()).isEqualTo(3);
        assertThat(seen).containsExactly(1, 2, 3);
        assertThat(result.x().toFloatArray()).containsExactly(0.125f, 0.25f, 0.375f);
    }

    @Test
    void endsAStepSizeThatIsTooLarge(Arena arena) {
        SampleResult result =
                sampler(new GradientDescent(1000), 500)
                        .run(Fields.bowl(arena, 1), Fields.start(arena, 2));
        assertThat(result.finished()).isFalse();
        assertThat(result.steps()).isBetween(5, 20); // 1000^k reaches the end of float32
    }

    @Test
    void seesAnOverflowInTheLastUpdate(Arena arena) {
        NDArray start = arena.of(new float[] {1, (float) 1e18}, 2, 1, 1, 1);
        SampleResult result =
                sampler(new GradientDescent(1e30), 1).run(Fields.bowl(arena, 1), start);
        Diverged reason = (Diverged) result.reason();
        assertThat(reason.step()).isEqualTo(1);
        assertThat(reason.sample()).isEqualTo(1);
        assertThat(reason.gradientNorm()).isBetween(9e17, 1.1e18);
        assertThat(reason.stateNorm()).isInfinite();
    }

    @Test
    void divergingLeavesNothingOpen(Arena arena) {
        NDArray start = Fields.start(arena, 2);
        Field bowl = Fields.bowl(arena, 1);
        Sampler wild = sampler(new Nesterov(1000, 0.3), 500);
        assertThat(LeakCheck.openedBy(() -> wild.run(bowl, start).x().close())).isZero();
    }

    /** Classical rules keep x itself, or an array from the first step on. */
    @Test
    void rulesMayPassArraysOn(Arena arena) {
        UpdateRule keepsOldStates =
                new UpdateRule() {
                    @Override
                    public NDList init(NDArray x, NDArray seeds) {
                        return new NDList(x, x.onesLike());
                    }

                    @Override
                    public Step step(Field field, NDArray x, NDList state, Tick tick) {
                        NDArray g = field.gradient(x);
                        NDArray last = state.head();
                        NDArray next = Arithmetic.axpy(Arithmetic.axpy(x, -0.5, g), 0.25, last);
                        return new Step(next, g, new NDList(x, state.get(1)));
                    }
                };
        NDArray start = arena.of(new float[] {1}, 1, 1, 1, 1);
        double x = 1;
        double last = 1;
        for (int k = 0; k < 20; k++) {
            double next = x - 0.5 * x + 0.25 * last;
            last = x;
            x = next;
        }
        SampleResult result = sampler(keepsOldStates, 20).run(Fields.bowl(arena, 1), start);
        assertThat((double) result.x().toFloatArray()[0])
                .isCloseTo(x, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(start.isReleased()).isFalse();
    }

    @Test
    void aFieldThatReturnsItsArgumentHarmsNothing(Arena arena) {
        NDArray start = arena.of(new float[] {1}, 1, 1, 1, 1);
        SampleResult result = sampler(new Nesterov(0.5, 0.5), 5).run(x -> x, start);
        assertThat(result.finished()).isTrue();
        assertThat(start.toFloatArray()).containsExactly(1);
    }

    @Test
    void aFailingFieldLeavesNothingOpen(Arena arena) {
        NDArray start = Fields.start(arena, 1);
        int[] calls = {0};
        Field failing =
                x -> {
                    if (++calls[0] == 3) {
                        throw new IllegalStateException("broken");
                    }
                    return x.duplicate();
                };
        long left =
                LeakCheck.openedBy(
                        () -> {
                            try {
                                sampler(new Nesterov(0.1, 0.1), 9).run(failing, start);
                            } catch (IllegalStateException e) {
                                assertThat(e).hasMessage("broken");
                            }
                        });
        assertThat(left).isZero();
    }
}
