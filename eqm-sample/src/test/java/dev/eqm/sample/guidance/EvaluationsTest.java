package dev.eqm.sample.guidance;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.sit.SiT;
import dev.eqm.sample.GoldenSet;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.integrator.Heun;
import dev.eqm.sample.sampler.GradientDescent;
import dev.eqm.sample.sampler.Sampler;
import dev.eqm.sample.sampler.StopRule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** NFE: how often the network sees a sample, whoever asks it, and through which wrappers. */
@ExtendWith(LeakCheck.class)
class EvaluationsTest {
    private static final Guidance GUIDED = new Guidance(3, 0);
    private static final long[] LABELS = {2, 5, 8};

    private static int[] nfe(Conditioner conditioner, Arena arena) {
        try (SiT model = GoldenSet.tiny();
                Field field = conditioner.condition(model, 0, LABELS)) {
            NDArray x = Noise.normal(arena, new long[] {1, 2, 3}, model.sampleShape());
            Sampler four = new Sampler(new GradientDescent(0.01), new StopRule.MaxSteps(4));
            return four.run(field, x).effort().evaluations();
        }
    }

    @Test
    void aGuidedAnswerIsTwo(Arena arena) {
        assertThat(nfe(Guidance.NONE, arena)).containsExactly(4, 4, 4);
        assertThat(nfe(GUIDED, arena)).containsExactly(8, 8, 8);
        GuidanceInterval norms = new GuidanceInterval.Norms(0, 1);
        assertThat(nfe(norms.of(GUIDED), arena)).containsExactly(8, 8, 8);
    }

    @Test
    void stepsOutsideOfTheIntervalAreOne(Arena arena) {
        GuidanceInterval oneStep = new GuidanceInterval.Steps(2, 2);
        assertThat(nfe(oneStep.of(GUIDED), arena)).containsExactly(5, 5, 5);
    }

    @Test
    void everyTermOfACompositionIsOne(Arena arena) {
        Composition three = Composition.aroundNull(List.of(1L, 9L), List.of(1.0, 1.0), 2);
        Composition two = Composition.sum(List.of(3L, 7L), List.of(1.0, -0.5));
        Composition one = Composition.sum(List.of(4L), List.of(2.0));
        Compositions all = new Compositions(List.of(three, two, one), 1);
        assertThat(nfe(all, arena)).containsExactly(12, 8, 4);
        try (SiT other = GoldenSet.tiny()) {
            AcrossModels both = new AcrossModels(all, other, GUIDED, 0.5);
            assertThat(nfe(both, arena)).containsExactly(20, 16, 12);
        }
    }

    @Test
    void wrappersPassItOn(Arena arena) {
        try (SiT model = GoldenSet.tiny();
                Field guided = GUIDED.condition(model, LABELS);
                Field plain = model.condition(LABELS)) {
            Field masked = new Masked(guided, arena.zeros(1, 1, 1, 1));
            assertThat(masked.evaluationsOf(1)).isEqualTo(2);
            WeightedSum sum = new WeightedSum(List.of(guided, plain), List.of(1.0, 2.0));
            assertThat(sum.evaluationsOf(1)).isEqualTo(3);
            assertThat(VelocityField.of(guided).evaluationsOf(1)).isEqualTo(2);
            try (VelocityField late = new LateStart(GUIDED, 0.5).velocity(model, 0, LABELS)) {
                assertThat(late.evaluationsOf(1)).isEqualTo(2);
            }
            assertThat(new Guided(plain, GUIDED).evaluationsOf(0)).isEqualTo(2);
        }
    }

    /** What is said before sampling is what is counted then. */
    @Test
    void whatIsForetoldIsCounted() {
        Sampling nag = Sampling.DEFAULT.withSteps(3).withGuidance(GUIDED);
        Sampling heun = nag.withIntegrator(new Heun());
        try (SiT model = GoldenSet.tiny()) {
            for (Sampling how : List.of(nag, heun, nag.withGuidance(Guidance.NONE))) {
                NumberedRequests two = new NumberedRequests(List.of(1L), 2, 0, 2);
                int[] counted =
                        Generation.of(model.architecture(), how, two)
                                .run(model, List.of())
                                .effort()
                                .evaluations();
                int told = (int) how.evaluations(model.architecture()).orElseThrow();
                assertThat(counted).as("%s", how).containsExactly(told, told);
            }
            assertThat(nag.evaluations(model.architecture())).hasValue(6);
            assertThat(heun.evaluations(model.architecture())).hasValue(12);
            assertThat(nag.withGMin(1).evaluations(model.architecture())).isEmpty();
        }
    }
}
