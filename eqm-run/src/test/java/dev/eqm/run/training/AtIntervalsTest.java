package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.step.StepCount;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainResult.Reason;
import dev.eqm.train.step.TrainState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AtIntervalsTest {
    /** Remembers at which steps it was called; these steps had their work before. */
    private static final class Recorder implements AtIntervals.Work {
        private final Set<Long> before;
        private final List<Long> steps = new ArrayList<>();
        private boolean closed;

        Recorder(Long... before) {
            this.before = Set.of(before);
        }

        @Override
        public void on(TrainState state) {
            steps.add(state.step());
        }

        @Override
        public boolean isDone(long step) {
            return before.contains(step);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static TrainState first;

    @BeforeAll
    static void start() {
        FieldModel model =
                new MlpConfig(1, 2, 16, 2, 1, 3, 0.1, false)
                        .fresh(Precision.FLOAT32, Device.cpu(), 0);
        first = TrainState.start(model, RunConfig.DEFAULT.recipe());
    }

    @AfterAll
    static void close() {
        first.close();
    }

    private static TrainState at(long step) {
        return new TrainState(
                first.model(), first.averages(), first.optimizer(), StepCount.of(step));
    }

    /** What was called in a run over steps (from, to]. */
    private static List<Long> run(long every, long from, long to, Reason end, Recorder work) {
        try (AtIntervals listener = new AtIntervals(every, work)) {
            listener.started(at(from));
            for (long step = from + 1; step <= to; step++) {
                listener.stepped(null, at(step));
            }
            listener.ended(new TrainResult(end, to, 0, null, Double.NaN));
        }
        assertThat(work.closed).isTrue();
        return work.steps;
    }

    @Test
    void everyNStepsAndAtTheEnd() {
        assertThat(run(3, 0, 8, Reason.COMPLETED, new Recorder())).containsExactly(3L, 6L, 8L);
    }

    @Test
    void onceWhereTheEndIsOneOfThem() {
        assertThat(run(3, 0, 6, Reason.COMPLETED, new Recorder())).containsExactly(3L, 6L);
    }

    @Test
    void atTheEndAloneForZero() {
        assertThat(run(0, 0, 6, Reason.COMPLETED, new Recorder())).containsExactly(6L);
    }

    @Test
    void notWhereARunIsCutOff() {
        assertThat(run(3, 0, 5, Reason.STOPPED, new Recorder())).containsExactly(3L);
        assertThat(run(3, 0, 5, Reason.NOT_FINITE, new Recorder())).containsExactly(3L);
    }

    @Test
    void aResumedRunGoesOn() {
        assertThat(run(3, 4, 7, Reason.COMPLETED, new Recorder())).containsExactly(6L, 7L);
        assertThat(run(3, 6, 7, Reason.COMPLETED, new Recorder(6L))).containsExactly(7L);
    }

    /** Killed between the last checkpoint and the last picture, or after it. */
    @Test
    void aRunWithNothingLeftToTrainMakesUpForItsEnd() {
        assertThat(run(3, 6, 6, Reason.COMPLETED, new Recorder())).containsExactly(6L);
        assertThat(run(3, 6, 6, Reason.COMPLETED, new Recorder(6L))).isEmpty();
    }
}
