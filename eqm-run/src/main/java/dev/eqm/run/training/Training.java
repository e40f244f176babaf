package dev.eqm.run.training;

import ai.djl.Device;
import dev.eqm.core.data.BatchSource;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Prefetch;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Lanes;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunLock;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import dev.eqm.train.step.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One training run, from configuration to last checkpoint:
 *
 * <pre>{@code
 * TrainedRun run = Training.fresh(config).run(RunListener.SILENT);
 * }</pre>
 *
 * <p>Network, seed, batch size and loss are read from the configuration here and nowhere else, so
 * data, steps, checkpoints and pictures cannot disagree. Everything is checked before anything is
 * written. An object trains once, on the thread that calls {@code run}; any thread may ask it to
 * stop.
 */
public final class Training {
    private final RunConfig wanted;
    private final RunFolder folder;
    private final boolean goesOn;
    private volatile Trainer trainer; // set as the loop begins
    private volatile boolean stopRequested;

    private Training(RunConfig wanted, RunFolder folder, boolean goesOn) {
        this.wanted = wanted;
        this.folder = folder;
        this.goesOn = goesOn;
    }

    /**
     * A run from its first step.
     *
     * @throws UsageException if its folder holds one already
     */
    public static Training fresh(RunConfig config) {
        RunFolder folder = RunFolder.of(config);
        if (folder.exists()) {
            throw new UsageException(
                    folder.path()
                            + " already holds a run; --resume continues it, "
                            + "--set name=OTHER starts another one");
        }
        return new Training(config, folder, false);
    }

    /**
     * A run from its newest whole checkpoint on, to the state of one that was never interrupted.
     *
     * @throws UsageException if there is none, or its configuration is another: how long and where
     *     it trains may change, what it learns may not
     */
    public static Training resumed(RunConfig config) {
        RunFolder folder = RunFolder.of(config);
        return new Training(RunContinuation.of(folder, config), folder, true);
    }

    /** A run that goes on if it has begun, and begins if not. */
    public static Training of(RunConfig config) {
        return RunFolder.of(config).exists() ? resumed(config) : fresh(config);
    }

    /** The run's; a precision or a number of lanes may still be left to the machine. */
    public RunConfig config() {
        return wanted;
    }

    /** Where everything is written. */
    public RunFolder folder() {
        return folder;
    }

    /** Steps of the newest whole checkpoint, which is read for it; 0 without one. */
    public long stepsDone() {
        return Checkpoints.latest(folder.checkpoints()).found().stream()
                .mapToLong(checkpoint -> StateFile.verified(checkpoint).step())
                .findFirst()
                .orElse(0);
    }

    /** {@link #run(RunListener, PreviewPicture, List)} with grids of samples, unwatched. */
    public TrainedRun run(RunListener listener) {
        return run(listener, new GridPreview(), List.of());
    }

    /**
     * Trains until all steps are done or a stop is requested; a checkpoint holds the state then.
     *
     * @param picture what previews show
     * @param more hear of every step, and are closed at the end if training began
     * @throws UsageException if another process is training here
     * @throws dev.eqm.run.config.ConfigException if data, network and evaluation do not fit
     * @throws RunFailedException if the loss exploded or something could not be read or written
     *     later on; earlier checkpoints are whole
     */
    public TrainedRun run(RunListener listener, PreviewPicture picture, List<TrainListener> more) {
        if (trainer != null) {
            throw new IllegalStateException("this object has trained already; make another one");
        }
        RunConfig config = goesOn ? wanted : WarmStart.resolved(wanted, listener);
        ImageSource data = config.data().source().open();
        config.requireFits(data);
        Device device = config.computeOn(null);
        Evaluations.requirePossible(config, data, device);
        try (RunLock lock = RunLock.of(folder);
                Lanes lanes = Lanes.of(config.lanesOn(device))) {
            RunConfig settled = config.on(device, lanes);
            RunContext run = new RunContext(settled, folder, data, lanes, device, listener);
            return new TrainedRun(folder, settled, train(run, picture, more));
        }
    }

    /** Asks for a checkpoint after the step in progress, and for the end. */
    public void requestStop() {
        stopRequested = true;
        Trainer begun = trainer;
        if (begun != null) {
            begun.requestStop();
        }
    }

    /** Makes or reads the state, writes the head of the run folder, and trains. */
    private TrainResult train(RunContext run, PreviewPicture picture, List<TrainListener> more) {
        RunConfig config = run.config();
        try (TrainState state = FirstState.of(run, goesOn)) {
            folder.writeConfig(config);
            folder.takeTurn();
            folder.writeClassNames(run.data().classNames());
            run.listener().found(heading(run, state));
            if (state.step() > 0) {
                run.listener().found("resumed after step " + state.step());
            }
            BatchSource batches = config.train().batches(run.data(), config.data().flip());
            if (config.data().decodeAhead() == 0) {
                return loop(run, batches, state, listeners(run, picture, more));
            }
            try (Prefetch ahead =
                    new Prefetch(batches, config.data().decodeAhead(), config.data().decoders())) {
                return loop(run, ahead, state, listeners(run, picture, more));
            }
        }
    }

    private static String heading(RunContext run, TrainState state) {
        int lanes = run.lanes().count();
        return String.format(
                Locale.ROOT,
                "%s: %s, %,d parameters, %s on %s, %s",
                run.folder().path(),
                run.data().describe(),
                state.model().parameters().count(),
                run.config().operandsOn(run.device()),
                Backend.name(run.device()),
                lanes == 1 ? "1 lane" : lanes + " lanes");
    }

    /** Metrics first, so that they hold a step before anything else can fail at it. */
    private static List<TrainListener> listeners(
            RunContext run, PreviewPicture picture, List<TrainListener> more) {
        RunConfig config = run.config();
        RunLogs logs = RunLogs.of(run.folder(), config);
        List<TrainListener> all = new ArrayList<>();
        all.add(logs.lines());
        all.addAll(more);
        all.addAll(logs.boards());
        String obstacle = picture.obstacle(config);
        if (obstacle.isEmpty()) {
            all.add(new AtIntervals(config.preview().every(), new Previews(run, picture, logs)));
        } else {
            run.listener().found("no preview pictures: " + obstacle);
        }
        if (config.evaluation().isOn()) {
            all.add(new AtIntervals(config.evaluation().every(), Evaluations.open(run, logs)));
        }
        return all;
    }

    /** The loop itself; listeners are closed whatever ends it. */
    private TrainResult loop(
            RunContext run, BatchSource batches, TrainState state, List<TrainListener> listeners) {
        RunConfig config = run.config();
        TrainStep step = new TrainStep(batches, config.recipe(), config.train(), run.lanes());
        Checkpoints checkpoints =
                new Checkpoints(
                        folder.checkpoints(), config.identity(), config.train().keepCheckpoints());
        trainer = new Trainer(step, checkpoints, listeners);
        if (stopRequested) {
            trainer.requestStop();
        }
        try {
            TrainResult result = trainer.run(state);
            if (result.reason() == TrainResult.Reason.NOT_FINITE) {
                throw exploded(result);
            }
            return result;
        } catch (CheckpointException | DataException e) { // a full disk, or one damaged picture
            throw new RunFailedException(e.getMessage(), e);
        } finally {
            listeners.forEach(TrainListener::close);
        }
    }

    private static RunFailedException exploded(TrainResult result) {
        return new RunFailedException(
                String.format(
                        Locale.ROOT,
                        "step %d: loss %s, gradient norm %s at learning rate %s; the last good loss was %.4f. "
                                + "Parameters were not touched and checkpoints are whole: resume with "
                                + "--set train.onBadStep=skip (and a larger train.badStepLimit) to leave such steps out, "
                                + "or start again under another name with a smaller optimizer.learningRate, "
                                + "a train.clipNorm, or float32",
                        result.last().step(),
                        result.last().loss(),
                        result.last().gradientNorm(),
                        result.last().rate(),
                        result.lastGoodLoss()));
    }
}
