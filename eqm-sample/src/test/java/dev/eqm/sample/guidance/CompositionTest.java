package dev.eqm.sample.guidance;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class CompositionTest {
    private static final Composition TWO = Composition.sum(List.of(3L, 7L), List.of(1.0, -0.5));
    private static final Composition AROUND =
            Composition.aroundNull(List.of(1L, 9L), List.of(1.0, 1.0), 2);
    private static final Composition ONE = Composition.sum(List.of(4L), List.of(2.0));
    private static final Compositions ALL = new Compositions(List.of(TWO, AROUND, ONE), 1);

    private static NDArray row(NDArray x, int i) {
        return x.get(new NDIndex(i + ":" + (i + 1)));
    }

    /** One evaluation a label, then added up: what the single evaluation must equal. */
    private static double[] separately(SiT model, Composition c, NDArray x) {
        double[] sum = new double[(int) x.size()];
        for (Composition.Term term : c.terms()) {
            long label = term.label() == Composition.NULL_LABEL ? 10 : term.label();
            try (Field field = model.condition(new long[] {label})) {
                float[] f = field.gradient(x).toFloatArray();
                for (int k = 0; k < sum.length; k++) {
                    sum[k] += term.weight() * f[k];
                }
            }
        }
        return sum;
    }

    @Test
    void isTheWeightedSumOfSeparateEvaluations(Arena arena) {
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                Field composed = ALL.condition(model, 0, new long[3])) {
            NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, model.sampleShape());
            NDArray got = composed.gradient(x);
            for (int i = 0; i < 3; i++) {
                double[] want = separately(model, ALL.all().get(i), row(x, i));
                double all =
                        ALL.all().get(i).terms().stream()
                                .mapToDouble(t -> Math.abs(t.weight()))
                                .sum();
                // the network rounds otherwise with other rows beside it, and weights enlarge that
                assertClose(row(got, i), want, 2e-6 * all, 2e-6);
            }
        }
    }

    /** Samples that leave, samples in another order: each keeps its own composition. */
    @Test
    void restrictsToAnySamples(Arena arena) {
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                Field composed = ALL.condition(model, 0, new long[3]);
                Field some = composed.restricted(new int[] {2, 0});
                Field last = some.restricted(new int[] {1})) {
            NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, model.sampleShape());
            NDArray whole = composed.gradient(x);
            NDArray part = some.gradient(row(x, 2).concat(row(x, 0)));
            assertClose(row(part, 0), row(whole, 2), 1e-6, 1e-6);
            assertClose(row(part, 1), row(whole, 0), 1e-6, 1e-6);
            assertClose(last.gradient(row(x, 0)), row(whole, 0), 1e-6, 1e-6);
            assertThatThrownBy(() -> some.gradient(x)).hasMessageContaining("2 samples");
        }
    }

    /** Batches begin in the middle of a run: sample 4 of 2 each has composition 2. */
    @Test
    void compositionsFollowTheIndexInTheRun(Arena arena) {
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                Field late = new Compositions(ALL.all(), 2).condition(model, 4, new long[1])) {
            NDArray x = Noise.normal(arena, new long[] {5}, model.sampleShape());
            assertClose(late.gradient(x), separately(model, ONE, x), 2e-6, 2e-6);
        }
    }

    @Test
    void oneCallWhateverTheNumberOfConditions(Arena arena) {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger rows = new AtomicInteger();
        Field counting =
                x -> {
                    calls.incrementAndGet();
                    rows.set((int) x.getShape().get(0));
                    return x.duplicate();
                };
        Mixture mixture = new Mixture(ALL.all());
        try (Composed composed = new Composed(counting, mixture, Device.cpu())) {
            NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, new Shape(1, 2, 2));
            NDArray got = composed.gradient(x);
            assertThat(calls).hasValue(1);
            assertThat(rows).hasValue(2 + 3 + 1);
            assertThat(row(got, 2).toFloatArray()[0])
                    .isCloseTo(2 * row(x, 2).toFloatArray()[0], within(1e-6f));
        }
    }

    /** Twin of the bookkeeping: rows sample by sample. */
    @Test
    void rowsStandSampleBySample() {
        Mixture mixture = new Mixture(ALL.all());
        assertThat(mixture.labels(10)).containsExactly(3, 7, 1, 9, 10, 4);
        assertThat(mixture.sampleOf()).containsExactly(0, 0, 1, 1, 1, 2);
        assertThat(mixture.rowsOf(new int[] {2, 1})).containsExactly(5, 2, 3, 4);
        assertThat(mixture.slots()).containsExactly(0, 2, 5, 1, 3, 5, 0, 4, 5);
        assertThat(mixture.weights()).containsExactly(1, 2, 2, -0.5f, 2, 0, 0, -3, 0);
    }

    @Test
    void aroundNullWithOneLabelIsGuidance(Arena arena) {
        Composition one = Composition.aroundNull(List.of(6L), List.of(1.0), 3);
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                Field composed =
                        new Compositions(List.of(one), 2).condition(model, 0, new long[2]);
                Field guided = new Guidance(3, 0).condition(model, new long[] {6, 6})) {
            NDArray x = Noise.normal(arena, new long[] {1, 2}, model.sampleShape());
            assertClose(composed.gradient(x), guided.gradient(x), 5e-6, 5e-6);
        }
    }

    /** N(a, 1/s) · N(b, 1/r) has its mode at (s·a + r·b)/(s + r). */
    @Test
    void theProductOfTwoGaussiansFindsItsMode(Arena arena) {
        NDArray a = arena.hold(arena.of(new float[] {1, -2, 3, 0}, 1, 1, 2, 2));
        NDArray b = arena.hold(arena.of(new float[] {-3, 2, 1, 8}, 1, 1, 2, 2));
        Field sum =
                new WeightedSum(List.of(new Bowl(arena, a), new Bowl(arena, b)), List.of(1.0, 3.0));
        NDArray start = Noise.normal(arena, new long[] {1}, new Shape(1, 2, 2));
        NDArray end =
                new Sampler(new GradientDescent(0.2), new StopRule.MaxSteps(60))
                        .run(sum, start)
                        .x();
        assertClose(end, new double[] {-2, 1, 1.5, 6}, 1e-5, 1e-5);
        assertThat(sum.knowsEnergy()).isTrue();
        NDArray energy = sum.energy(b);
        double want = 0.5 * (16 + 16 + 4 + 64);
        assertThat((double) energy.toFloatArray()[0]).isCloseTo(want, within(1e-4));
    }

    /** E = ‖x − m‖²/2. */
    private record Bowl(Arena arena, NDArray mode) implements Field {
        @Override
        public boolean knowsEnergy() {
            return true;
        }

        @Override
        public NDArray gradient(NDArray x) {
            return x.sub(mode);
        }

        @Override
        public NDArray energy(NDArray x) {
            NDArray d = x.sub(mode);
            NDArray half = arena.scalar(0.5);
            return Arithmetic.scale(d.mul(d).sum(new int[] {1, 2, 3}), half);
        }
    }

    /** E = Σ w E, of the samples that are left too. */
    @Test
    void compositionsOfEnergiesAreEnergies(Arena arena) {
        NDArray mode = arena.hold(arena.zeros(1, 1, 2, 2));
        Mixture mixture = new Mixture(ALL.all());
        NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, new Shape(1, 2, 2));
        float[] plain = new Bowl(arena, mode).energy(x).toFloatArray();
        double[] sums = {0.5, 2 + 2 - 3, 2}; // of the weights
        try (Field composed = new Composed(new Bowl(arena, mode), mixture, Device.cpu());
                Field some = composed.restricted(new int[] {2})) {
            Field whole = composed;
            float[] got = whole.energy(x).toFloatArray();
            Field.Point point = whole.at(x);
            assertThat(point.energy().toFloatArray()).isEqualTo(got);
            assertClose(point.gradient(), composed.gradient(x), 0, 0);
            for (int i = 0; i < 3; i++) {
                assertThat((double) got[i]).isCloseTo(sums[i] * plain[i], within(1e-5));
            }
            float one = some.energy(row(x, 2)).toFloatArray()[0];
            assertThat(one).isEqualTo(got[2]);
        }
    }

    @Test
    void sumsRestrictStepAndNegate(Arena arena) {
        NDArray x = Noise.normal(arena, new long[] {1, 2}, new Shape(1, 2, 2));
        Field plain = y -> y.duplicate();
        Field negated = WeightedSum.negated(plain);
        assertClose(negated.gradient(x), x.neg(), 0, 0);
        try (SiT model = GoldenSet.tiny();
                GradMode off = GradMode.off();
                Field sum =
                        new WeightedSum(
                                List.of(
                                        model.condition(new long[] {1, 2}),
                                        model.condition(new long[] {3, 4})),
                                List.of(2.0, -1.0));
                Field one = sum.restricted(new int[] {1})) {
            NDArray z = Noise.normal(arena, new long[] {3, 4}, model.sampleShape());
            assertClose(one.gradient(row(z, 1)), row(sum.gradient(z), 1), 1e-6, 1e-6);
        }
    }

    /** ∇E₁ + w∇E₂ of two networks; of different states, an error. */
    @Test
    void twoModelsAddUp(Arena arena) {
        try (SiT model = GoldenSet.tiny();
                SiT other = GoldenSet.tiny();
                SiT pixel = GoldenSet.pixel();
                SiT timed = GoldenSet.tinyWithTime();
                GradMode off = GradMode.off();
                Field sum =
                        new AcrossModels(Guidance.NONE, other, new Guidance(2, 0), -0.5)
                                .condition(model, 0, new long[] {1, 2});
                Field one = model.condition(new long[] {1, 2});
                Field two = new Guidance(2, 0).condition(other, new long[] {1, 2})) {
            NDArray x = Noise.normal(arena, new long[] {1, 2}, model.sampleShape());
            NDArray want = Arithmetic.axpy(one.gradient(x), -0.5, two.gradient(x));
            assertClose(sum.gradient(x), want, 1e-6, 1e-6);
            assertThatThrownBy(
                            () ->
                                    new AcrossModels(Guidance.NONE, pixel, Guidance.NONE, 1)
                                            .requireFits(model))
                    .hasMessageContaining("one has (4, 8, 8) and the other (3, 8, 8)");
            assertThatThrownBy(
                            () ->
                                    new AcrossModels(Guidance.NONE, timed, Guidance.NONE, 1)
                                            .requireFits(model))
                    .hasMessageContaining("one model takes time as an input and");
        }
    }

    @Test
    void velocityIsMinusTheFieldAtThatTime(Arena arena) {
        try (SiT model = GoldenSet.tinyWithTime();
                GradMode off = GradMode.off();
                VelocityField v = ALL.velocity(model, 0, new long[3]);
                VelocityField one = v.restricted(new int[] {1})) {
            NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, model.sampleShape());
            NDArray each = v.velocity(x, new double[] {0.1, 0.4, 0.9});
            NDArray same = v.velocity(x, 0.4);
            assertClose(row(each, 1), row(same, 1), 1e-5, 1e-5);
            assertClose(one.velocity(row(x, 1), 0.4), row(same, 1), 1e-5, 1e-5);
            assertThat(row(each, 0).toFloatArray()).isNotEqualTo(row(same, 0).toFloatArray());
        }
    }

    @Test
    void refusesWhatCannotBe(Arena arena) {
        assertThatThrownBy(() -> Composition.sum(List.of(3L, 7L), List.of(1.0)))
                .hasMessageContaining("2 labels [3, 7] and 1 weights");
        assertThatThrownBy(() -> Composition.sum(List.of(3L, 3L), List.of(1.0, -1.0)))
                .hasMessageContaining("a weight other than 0");
        assertThatThrownBy(() -> Composition.sum(List.of(3L), List.of(Double.NaN)))
                .hasMessageContaining("finite");
        Compositions far =
                new Compositions(List.of(Composition.sum(List.of(11L), List.of(1.0))), 1);
        try (SiT model = GoldenSet.tiny()) {
            assertThatThrownBy(() -> far.condition(model, 0, new long[1]))
                    .hasMessage("label 11: the model has labels 0 to 9");
        }
        NDArray x = arena.zeros(1, 1, 2, 2);
        Field other = y -> arena.zeros(1, 3, 2, 2);
        assertThatThrownBy(
                        () ->
                                new WeightedSum(
                                                List.of(y -> y.duplicate(), other),
                                                List.of(1.0, 1.0))
                                        .gradient(x))
                .hasMessageContaining("shape of its states, (1, 1, 2, 2), got (1, 3, 2, 2)");
        assertThatThrownBy(() -> new WeightedSum(List.of(other), List.of()))
                .hasMessageContaining("one finite weight is needed for each of 1 fields");
    }
}
