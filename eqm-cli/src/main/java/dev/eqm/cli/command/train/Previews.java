package dev.eqm.cli.command.train;

import dev.eqm.cli.console.Console;
import dev.eqm.core.data.DataException;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.PreviewPicture;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.sample.output.OutputException;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pictures of the averaged weights while training runs, and one at its end. */
public final class Previews implements TrainListener {
    private final RunConfig config;
    private final RunFolder folder;
    private final Console console;
    private final PreviewPicture picture;
    private final Shown shown;
    private final Lanes lanes;
    private long lastPicture = -1;
    private TrainState latest;

    /** Hears of every picture that was written. */
    public interface Shown {
        void picture(long step, Path png);
    }

    public Previews(
            RunConfig config,
            RunFolder folder,
            Console console,
            PreviewPicture picture,
            Shown shown,
            Lanes lanes) {
        this.config = config;
        this.folder = folder;
        this.console = console;
        this.picture = picture;
        this.shown = shown;
        this.lanes = lanes;
    }

    /** A run that was done but for its last picture is resumed to write that. */
    @Override
    public void started(TrainState state) {
        if (state.step() > 0) {
            latest = state;
            lastPicture = Files.exists(folder.preview(state.step())) ? state.step() : -1;
        }
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        latest = state;
        long every = config.preview().every();
        if (every > 0 && state.step() % every == 0) {
            write(state);
        }
    }

    @Override
    public void ended(TrainResult result) {
        if (result.reason() == TrainResult.Reason.COMPLETED
                && latest != null
                && lastPicture != latest.step()) {
            write(latest);
        }
    }

    private void write(TrainState state) {
        lastPicture = state.step();
        Path file = folder.preview(state.step());
        try (GradMode off = GradMode.off();
                FieldModel network =
                        config.model()
                                .architecture()
                                .over(config.fixedPrecision(), state.average())) {
            picture.write(new LanedModel(network, lanes), file);
            console.line("pictures  %s", file);
            shown.picture(state.step(), file);
        } catch (DivergedException e) {
            console.line("no pictures at step %d: %s", state.step(), e.getMessage());
        } catch (DataException | OutputException e) {
            throw new RunFailedException(
                    e.getMessage()
                            + "; checkpoints and metrics are untouched; make room or mend permissions, then resume",
                    e);
        }
    }
}
