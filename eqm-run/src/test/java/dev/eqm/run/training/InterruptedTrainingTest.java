package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A thread that is interrupted while it trains, as {@code Future.cancel(true)} does. */
@ExtendWith(LeakCheck.class)
class InterruptedTrainingTest {
    @TempDir private Path runs;

    private RunConfig config(String name) {
        return TinyConfig.in(
                runs, "name=" + name, "train.logEvery=1", "tensorboard=true", "preview.every=1");
    }

    /** Interrupts a thread at a step, while the listeners and the writing are still to come. */
    private static TrainListener interrupting(Thread thread, long at) {
        return new TrainListener() {
            @Override
            public void stepped(StepReport report, TrainState state) {
                if (state.step() == at) {
                    thread.interrupt();
                }
            }
        };
    }

    @Test
    void writesACheckpointAndGoesOnToTheSameBytes() {
        Training.of(config("whole")).run();
        long done = 0;
        for (int start = 0; start < 3; start++) {
            Training part = Training.of(config("parts")).resume();
            part.listen(interrupting(Thread.currentThread(), done + 1));
            TrainResult result = part.run().result();
            assertThat(Thread.interrupted()).isTrue(); // and clears it
            assertThat(result.reason()).isEqualTo(TrainResult.Reason.STOPPED);
            assertThat(result.step()).isGreaterThan(done).isLessThan(6);
            assertThat(part.stepsDone()).isEqualTo(result.step());
            done = result.step();
            if (done == 5) {
                break;
            }
        }
        assertThat(Training.of(config("parts")).resume().run().result().step()).isEqualTo(6);
        for (String file : List.of(Checkpoints.MODEL, Checkpoints.EMA, Checkpoints.OPTIMIZER)) {
            assertThat(runs.resolve("parts/checkpoints/00000006").resolve(file))
                    .hasSameBinaryContentAs(
                            runs.resolve("whole/checkpoints/00000006").resolve(file));
        }
    }

    /** One that is interrupted before it begins makes one step. */
    @Test
    void anInterruptBeforeIsARequestToo() {
        Thread.currentThread().interrupt();
        TrainResult result = Training.of(config("before")).run().result();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.reason()).isEqualTo(TrainResult.Reason.STOPPED);
        assertThat(result.step()).isBetween(1L, 5L);
    }
}
