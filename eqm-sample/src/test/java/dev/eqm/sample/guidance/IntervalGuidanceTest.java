package dev.eqm.sample.guidance;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class IntervalGuidanceTest {
    private static final Guidance FULL = new Guidance(3, 0);
    private static final long[] LABELS = {2, 5, 8};

    private static NDArray row(NDArray x, int i) {
        return x.get(new NDIndex(i + ":" + (i + 1)));
    }

    @Test
    void stepsAreGuidedInsideAndPlainOutside(Arena arena) {
        IntervalGuidance some = new IntervalGuidance(FULL, new GuidanceInterval.Steps(2, 3));
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                Field field = some.condition(model, 0, LABELS);
                Field guided = FULL.condition(model, LABELS);
                Field plain = model.condition(LABELS)) {
            NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, model.sampleShape());
            float[] in = guided.gradient(x).toFloatArray();
            float[] out = plain.gradient(x).toFloatArray();
            assertThat(field.atStep(1).gradient(x).toFloatArray()).isEqualTo(out);
            assertThat(field.atStep(2).gradient(x).toFloatArray()).isEqualTo(in);
            assertThat(field.atStep(3).gradient(x).toFloatArray()).isEqualTo(in);
            assertThat(field.atStep(4).gradient(x).toFloatArray()).isEqualTo(out);
            try (Field one = field.restricted(new int[] {1})) {
                assertClose(
                        one.atStep(4).gradient(row(x, 1)), row(plain.gradient(x), 1), 1e-6, 1e-6);
                assertClose(
                        one.atStep(2).gradient(row(x, 1)), row(guided.gradient(x), 1), 1e-6, 1e-6);
            }
        }
    }

    /** The loop says which step it is, through wrappers too. */
    @Test
    void theLoopTellsTheStep(Arena arena) {
        List<Integer> asked = new ArrayList<>();
        Field field = new Asked(asked);
        NDArray x = arena.zeros(1, 1, 2, 2);
        Field wrapped = new Masked(WeightedSum.negated(field), arena.zeros(1, 1, 2, 2));
        new Sampler(new GradientDescent(0.1), new StopRule.MaxSteps(3)).run(wrapped, x);
        assertThat(asked).containsExactly(1, 2, 3);
    }

    private record Asked(List<Integer> steps) implements Field {
        @Override
        public NDArray gradient(NDArray x) {
            return x.zerosLike();
        }

        @Override
        public Field atStep(int number) {
            steps.add(number);
            return this;
        }
    }

    /** Every sample by its own norm, alone or beside others. */
    @Test
    void normsDecideSampleBySample(Arena arena) {
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                Field guided = FULL.condition(model, LABELS);
                Field plain = model.condition(LABELS)) {
            NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, model.sampleShape());
            NDArray p = plain.gradient(x);
            NDArray g = guided.gradient(x);
            float[] norms = Arithmetic.sampleNorms(p).toFloatArray();
            float[] sorted = norms.clone();
            java.util.Arrays.sort(sorted);
            double low = (sorted[0] + sorted[1]) / 2.0;
            double high = (sorted[1] + sorted[2]) / 2.0;
            IntervalGuidance middle =
                    new IntervalGuidance(FULL, new GuidanceInterval.Norms(low, high));
            try (Field field = middle.condition(model, 0, LABELS)) {
                NDArray got = field.gradient(x);
                for (int i = 0; i < 3; i++) {
                    boolean inside = norms[i] > low && norms[i] < high;
                    assertClose(row(got, i), row(inside ? g : p, i), 2e-6, 2e-6);
                    try (Field alone = field.restricted(new int[] {i})) {
                        assertClose(alone.gradient(row(x, i)), row(got, i), 2e-6, 2e-6);
                    }
                }
            }
            IntervalGuidance always =
                    new IntervalGuidance(
                            FULL, new GuidanceInterval.Norms(0, Double.POSITIVE_INFINITY));
            try (Field field = always.condition(model, 0, LABELS)) {
                assertClose(field.gradient(x), g, 1e-6, 1e-6);
            }
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new GuidanceInterval.Steps(0, 3)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new GuidanceInterval.Steps(5, 3)).hasMessageContaining("got 3");
        assertThatThrownBy(() -> new GuidanceInterval.Norms(2, 2)).hasMessageContaining("exceed");
        IntervalGuidance steps = new IntervalGuidance(FULL, new GuidanceInterval.Steps(1, 2));
        try (SiT model = GoldenSet.tinyWithTime()) {
            assertThatThrownBy(() -> steps.velocity(model, 0, LABELS))
                    .hasMessageContaining("by gradient norm");
        }
    }
}
