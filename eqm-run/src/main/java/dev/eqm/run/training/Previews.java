package dev.eqm.run.training;

import dev.eqm.core.data.DataException;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.RunFailedException;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.OutputException;
import dev.eqm.train.step.TrainState;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a picture of the averaged weights, or of the trained ones before the average can be
 * sampled from: {@code samples/STEP.png}. Samples that diverge, as early ones may, are told and
 * leave no picture; a disk that is full ends the run.
 */
record Previews(RunContext run, PreviewPicture picture, RunLogs logs) implements AtIntervals.Work {
    @Override
    public boolean isDone(long step) {
        return Files.exists(run.folder().preview(step));
    }

    @Override
    public void on(TrainState state) {
        Path file = run.folder().preview(state.step());
        run.listener().progressed(Double.NaN, "preview images of step " + state.step());
        try (GradMode off = GradMode.off();
                FieldModel average = run.average(state)) {
            picture.write(run.config(), average, file);
            run.listener().found("preview  " + file + run.ofWhat(state));
            logs.preview(state.step(), file);
        } catch (DivergedException e) {
            run.listener().found("no images at step " + state.step() + ": " + e.getMessage());
        } catch (DataException | OutputException e) {
            throw new RunFailedException(
                    e.getMessage()
                            + "; checkpoints and metrics are unchanged; free some "
                            + "disk space or fix the permissions, then resume",
                    e);
        }
    }
}
