package dev.eqm.sample.generate;

import static dev.eqm.core.testing.NearTo.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.random.Seeds;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.SampleBatch;
import dev.eqm.sample.output.SampleSink;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.Step;
import dev.eqm.sample.sampler.StopRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LeakCheck.class)
class GenerationTest {
    private static final int SIZE = 3 * 8 * 8;
    private static final List<Long> LABELS = List.of(0L, 3L, 4L);
    private static final Sampler SAMPLER =
            new Sampler(new Nesterov(0.05, 0.5), new StopRule.MaxSteps(20));

    private static Generation of(int count, long seed, int batchSize) {
        return new Generation(
                SAMPLER, new Guidance(2, 0), new NumberedRequests(LABELS, count, seed, batchSize));
    }

    /** All states of a run, [count * C*H*W]. */
    private static float[] states(FieldModel model, Generation generation) {
        float[] all = new float[generation.plan().count() * SIZE];
        SampleSink sink =
                batch -> {
                    float[] part = batch.states().toFloatArray();
                    System.arraycopy(part, 0, all, batch.first() * SIZE, part.length);
                };
        generation.run(model, List.of(sink));
        return all;
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "4", "5", "100"})
    void theBatchSizeDoesNotMatter(int batchSize) {
        try (SiT model = GoldenSet.pixel()) {
            float[] want = states(model, of(7, 42, 7));
            assertClose(states(model, of(7, 42, batchSize)), want, 2e-5, 1e-5);
        }
    }

    @Test
    void sampleKnowsOnlyItsIndex() {
        try (SiT model = GoldenSet.pixel()) {
            float[] more = states(model, of(9, 1, 3));
            assertThat(states(model, of(6, 1, 3))).isEqualTo(Arrays.copyOf(more, 6 * SIZE));
        }
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        try (SiT model = GoldenSet.pixel()) {
            float[] first = states(model, of(5, 3, 2));
            assertThat(states(model, of(5, 3, 2))).isEqualTo(first);
            assertThat(states(model, of(5, 4, 2))).isNotEqualTo(first);
        }
    }

    /** Sample 4 by hand: its noise, its label, the guided field, the loop. */
    @Test
    void doesWhatItsPartsDo(Arena arena) {
        try (SiT model = GoldenSet.pixel();
                FieldModel.Conditioned field =
                        new Guidance(2, 0).condition(model, new long[] {3})) {
            NDArray noise =
                    Noise.normal(arena, new long[] {Seeds.derive(42, 4)}, new Shape(3, 8, 8));
            NDArray want = SAMPLER.run(field, noise).x();
            float[] all = states(model, of(7, 42, 3));
            assertClose(
                    Arrays.copyOfRange(all, 4 * SIZE, 5 * SIZE), want.toFloatArray(), 2e-5, 1e-5);
        }
    }

    @Test
    void reportsAndTellsTheListener() {
        List<String> seen = new ArrayList<>();
        GenerationListener listener =
                new GenerationListener() {
                    @Override
                    public void stepped(int first, int number, Step step, double[] norms) {
                        if (number == 20) {
                            seen.add(first + ": " + norms.length);
                        }
                    }

                    @Override
                    public void batchDone(int done, SampleResult result) {
                        seen.add("done " + done + " after " + result.steps());
                    }
                };
        try (SiT model = GoldenSet.pixel()) {
            GenerationReport report = of(5, 0, 2).run(model, List.of(), listener);
            assertThat(seen)
                    .containsExactly(
                            "0: 2",
                            "done 2 after 20",
                            "2: 2",
                            "done 4 after 20",
                            "4: 1",
                            "done 5 after 20");
            assertThat(report.steps()).containsOnly(20).hasSize(5);
            assertThat(report.gradientNorms()).hasSize(5).doesNotContain(0);
            assertThat(report.seconds()).isPositive();
        }
    }

    @Test
    void leavesNothingOpen() {
        try (SiT model = GoldenSet.pixel()) {
            assertThat(LeakCheck.openedBy(() -> of(5, 0, 2).run(model, List.of()))).isZero();
        }
    }

    /** The network normalises: only a step beyond the range of float32 leaves finite numbers. */
    @Test
    void aDivergedRunIsNoPicture() {
        try (SiT model = GoldenSet.pixel()) {
            assertNoPictures(model, 1e4, "sample 0 diverged within 50 steps: its root mean square");
            assertNoPictures(model, 1e39, "samples from 0 on: sample 0 diverged at step");
        }
    }

    private static void assertNoPictures(SiT model, double eta, String message) {
        Generation wild =
                new Generation(
                        new Sampler(new GradientDescent(eta), new StopRule.MaxSteps(50)),
                        Guidance.NONE,
                        new NumberedRequests(LABELS, 4, 0, 2));
        boolean[] reached = {false};
        SampleSink sink =
                new SampleSink() {
                    @Override
                    public void accept(SampleBatch batch) {
                        reached[0] = true;
                    }

                    @Override
                    public void finish() {
                        reached[0] = true;
                    }
                };
        Runnable run =
                () ->
                        assertThatThrownBy(() -> wild.run(model, List.of(sink)))
                                .isInstanceOf(DivergedException.class)
                                .hasMessageStartingWith(message)
                                .hasMessageContaining("norm")
                                .hasMessageContaining("smaller eta");
        assertThat(LeakCheck.openedBy(run)).isZero();
        assertThat(reached[0]).isFalse();
    }

    @Test
    void refusesModelsThatDoNotFit() {
        try (SiT timed = GoldenSet.tinyWithTime()) {
            assertThatThrownBy(() -> of(1, 0, 1).run(timed, List.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the model takes time as an input")
                    .hasMessageContaining("integrator");
        }
        SiTConfig noNullLabel = new SiTConfig(8, 4, 3, 24, 2, 3, 4, 5, 0, false, false);
        try (SiT model = SiT.fresh(noNullLabel, Precision.FLOAT32, Device.cpu(), 0)) {
            assertThatThrownBy(() -> of(1, 0, 1).run(model, List.of()))
                    .hasMessageContaining("trained with labelDropout 0: use guidance 1");
        }
        try (SiT model = GoldenSet.pixel()) {
            NumberedRequests plan = new NumberedRequests(List.of(1L, 6L), 2, 0, 1);
            assertThatThrownBy(
                            () ->
                                    new Generation(SAMPLER, Guidance.NONE, plan)
                                            .run(model, List.of()))
                    .hasMessage("label 6: the model has labels 0 to 4 and the null label 5");
        }
    }

    @Test
    void refusesImpossiblePlans() {
        assertThatThrownBy(() -> new NumberedRequests(List.of(), 1, 0, 1))
                .hasMessageContaining("labels");
        assertThatThrownBy(() -> new NumberedRequests(List.of(-1L), 1, 0, 1))
                .hasMessage("labels must not be negative, got [-1]");
        assertThatThrownBy(() -> new NumberedRequests(LABELS, 0, 0, 1))
                .hasMessage("count must be at least 1, got 0");
        assertThatThrownBy(() -> new NumberedRequests(LABELS, 1, 0, 0))
                .hasMessage("batchSize must be at least 1, got 0");
    }
}
