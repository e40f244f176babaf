package dev.eqm.train.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.Batches;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.testing.LeakCheck;
import dev.eqm.models.weights.ModelFile;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class TrainStepTest {
    @Test
    void aFreshNetworkExplainsNothingAndTrainingExplainsMuch() {
        TinyRun run = TinyRun.withRate(3e-3);
        TrainStep step = run.step();
        TrainState state = run.start();
        try {
            StepReport first = step.run(state);
            assertThat(first.explainedVariance())
                    .isCloseTo(0, within(1e-6)); // it answers exactly 0
            assertThat(first.loss()).isCloseTo(first.zeroFieldLoss(), within(1e-5));
            assertThat(first.step()).isEqualTo(1);
            double late = 0;
            for (int i = 1; i < 400; i++) {
                state = state.next();
                late +=
                        i >= 350
                                ? step.run(state).explainedVariance() / 50
                                : 0 * step.run(state).loss();
            }
            assertThat(late).isGreaterThan(0.6);
        } finally {
            state.close();
        }
    }

    @Test
    void openArraysStayFlat() {
        TinyRun run = TinyRun.usual();
        TrainStep step = run.step();
        TrainState state = run.start();
        try {
            step.run(state);
            long after1 = LeakCheck.openArrays();
            for (int i = 0; i < 50; i++) {
                step.run(state);
            }
            assertThat(LeakCheck.openArrays()).isEqualTo(after1);
        } finally {
            state.close();
        }
    }

    @Test
    void aStepIsAFunctionOfSeedAndStep() {
        assertThat(after(3, 7)).isEqualTo(after(3, 7)).isNotEqualTo(after(3, 8));
    }

    private static Map<String, TensorData> after(int steps, long seed) {
        TinyRun usual = TinyRun.usual();
        TinyRun run = new TinyRun(seed, usual.batchSize(), usual.optimizer(), usual.loss());
        try (TrainState start = run.start()) {
            TrainState state = start;
            for (int i = 0; i < steps; i++) {
                run.step().run(state);
                state = state.next();
            }
            return ModelFile.tensors(state.model().parameters());
        }
    }

    @Test
    void theTimesAddUp() {
        TinyRun run = TinyRun.usual();
        try (TrainState state = run.start()) {
            long begin = System.nanoTime();
            StepTimes times = run.step().run(state).times();
            assertThat(times.total())
                    .isPositive()
                    .isLessThanOrEqualTo((System.nanoTime() - begin) * 1e-9);
            assertThat(times.byName().values()).allMatch(t -> t > 0);
        }
    }

    @Test
    void partsOfDifferentRunsAreRefused() {
        TinyRun run = TinyRun.usual();
        TrainSettings settings = run.settings(10, 10);
        Batches other = new Batches(TinyRun.images(), 5, 8, true);
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> new TrainStep(other, run.recipe(), settings, TinyRun.LANES))
                .withMessage("seed of the batches must equal that of the run, 7, got 8");
        Batches small = new Batches(TinyRun.images(), 4, 7, true);
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> new TrainStep(small, run.recipe(), settings, TinyRun.LANES))
                .withMessage("batchSize of the batches must equal that of the run, 5, got 4");
        TrainStep blind =
                new TrainStep(step -> small.at(step), run.recipe(), settings, TinyRun.LANES);
        try (TrainState state = run.start()) {
            assertThatExceptionOfType(BrokenRuleException.class)
                    .isThrownBy(() -> blind.run(state))
                    .withMessage("the batch of step 0 must contain batchSize 5 images, got 4");
        }
    }

    @Test
    void labelsAreDroppedWithTheirProbability() {
        Draws draws = new Draws(3, 5);
        long dropped =
                Arrays.stream(draws.labels(new int[4000], 0, 0.1, 10)).filter(l -> l == 10).count();
        assertThat(dropped).isBetween(320L, 480L);
        assertThat(draws.labels(new int[] {4, 5}, 0, 0, 10)).containsExactly(4, 5);
        assertThat(draws.labels(new int[] {4, 5}, 0, 1, 10)).containsExactly(10, 10);
    }
}
