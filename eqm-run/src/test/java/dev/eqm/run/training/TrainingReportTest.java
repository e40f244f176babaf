package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.testing.LeakCheck;
import dev.eqm.run.RunListener;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunHistory;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The report that training leaves, and the history that it shows. */
@ExtendWith(LeakCheck.class)
class TrainingReportTest {
    @TempDir private Path runs;

    /** Asks for a stop after a step. */
    private record StopAfter(long step, Training training) implements TrainListener {
        @Override
        public void stepped(StepReport report, TrainState state) {
            if (state.step() == step) {
                training.requestStop();
            }
        }
    }

    private RunFolder folder() {
        return new RunFolder(runs.resolve("tiny"));
    }

    @Test
    void aStoppedRunHasOneAndAResumedOneTellsOfBoth() throws IOException {
        Training training = Training.of(TinyConfig.in(runs));
        TrainedRun stopped = training.listen(new StopAfter(4, training)).run();
        assertThat(stopped.result().reason()).isEqualTo(TrainResult.Reason.STOPPED);
        assertThat(page().text()).contains("4 of 6 steps, stopped");

        Training.of(TinyConfig.in(runs)).resume().run();
        assertThat(page().text()).contains("6 of 6 steps, complete");
        assertThat(page().expectFirst("#data").data()).contains("stopped, resumed");
        List<RunHistory.Stretch> history = RunHistory.of(folder()).stretches();
        assertThat(history).extracting(RunHistory.Stretch::from).containsExactly(0L, 4L);
        assertThat(history).extracting(RunHistory.Stretch::ended).containsExactly(4L, 6L);
        assertThat(history)
                .extracting(RunHistory.Stretch::reason)
                .containsExactly("stopped", "completed");
        assertThat("" + history.get(0).machine()).contains("device=cpu", "cores=", "lanes=1");
        assertThat("" + history.get(0).versions()).contains("libtorch=");
    }

    private Document page() throws IOException {
        return Jsoup.parse(Files.readString(folder().report()));
    }

    @Test
    void itCanBeSwitchedOff() {
        Training.of(TinyConfig.in(runs, "report=false")).run();
        assertThat(folder().report()).doesNotExist();
    }

    @Test
    void aRunThatCannotWriteItSaysSoAndIsComplete() throws IOException {
        Files.createDirectories(folder().report().resolve("in the way"));
        List<String> warnings = new ArrayList<>();
        RunListener listener =
                new RunListener() {
                    @Override
                    public void warned(String what) {
                        warnings.add(what);
                    }
                };
        TrainedRun run = Training.of(TinyConfig.in(runs)).listen(listener).run();
        assertThat(run.result().reason()).isEqualTo(TrainResult.Reason.COMPLETED);
        assertThat(warnings)
                .filteredOn(w -> w.startsWith("no report: "))
                .singleElement()
                .asString()
                .contains("report.html", "the run is not affected", "eqm report ");
        assertThat(folder().checkpoints().resolve("00000006")).exists();
    }
}
