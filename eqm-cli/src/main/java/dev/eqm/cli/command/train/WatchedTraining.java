package dev.eqm.cli.command.train;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.console.TrainProgress;
import dev.eqm.cli.toy.PlaneFigure;
import dev.eqm.cli.toy.PlaneModel;
import dev.eqm.core.ranks.Alone;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.GridPreview;
import dev.eqm.run.training.PreviewPicture;
import dev.eqm.run.training.TrainedRun;
import dev.eqm.run.training.Training;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A training that a person at a console watches and may stop.
 *
 * <p>{@code train} and {@code toy} share it. Points in the plane are previewed as a figure of the
 * field, everything else as a grid of pictures. Where checkpoints lie is told only of a run that
 * made all its steps; of a stopped one {@link StopOnSignal} has the last word.
 *
 * <p>A failure is handed to the signal hook before it goes on to the caller: if a signal is what
 * ends the JVM, the main thread may never print it.
 */
final class WatchedTraining {
    private WatchedTraining() {}

    /**
     * Trains; says how it goes and where the checkpoints are.
     *
     * @param held over the console; tells what it keeps back when training begins
     */
    static void run(Training training, Console console, Held held) {
        run(training, console, held, new Alone(), List.of());
    }

    /** The same together with other processes; {@code more} hears of it first. */
    static void run(
            Training training,
            Console console,
            Held held,
            Ranks ranks,
            List<? extends TrainListener> more) {
        RunConfig config = training.config();
        PreviewPicture picture =
                PlaneModel.isPlane(config) ? PlaneFigure::preview : new GridPreview();
        TrainProgress progress =
                new TrainProgress(console, config.train().steps(), config.train().logEvery());
        StopOnSignal signals = new StopOnSignal(training, console, ranks.size());
        try {
            List<TrainListener> all = new ArrayList<>(more);
            all.addAll(List.of(progress, signals));
            TrainedRun run = training.over(ranks).run(held, picture, all);
            ranks.end(); // before a signal that waits may end the JVM
            if (run.result().reason() == TrainResult.Reason.COMPLETED) {
                console.line("checkpoints  %s", run.folder().checkpoints());
                if (Files.exists(run.folder().report())) {
                    console.line("open %s", run.folder().report());
                }
            }
        } catch (RuntimeException e) {
            signals.failed(e.getMessage());
            if (!ranks.isFirst()) {
                console.warned(e.getMessage()); // for the log of this rank
            }
            throw e;
        } finally {
            signals.release();
        }
    }
}
