package dev.eqm.run.training;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.BatchSource;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Prefetch;
import dev.eqm.core.device.Lanes;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunLock;
import dev.eqm.run.folder.Writable;
import dev.eqm.run.settings.DataPlace;
import dev.eqm.run.settings.ImageData;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import dev.eqm.train.step.Trainer;
import dev.eqm.train.step.Undisturbed;
import java.util.ArrayList;
import java.util.List;

/**
 * One training run, from configuration to last checkpoint:
 *
 * <pre>{@code
 * TrainedRun run =
 *         Training.of(config)
 *                 .on(ImageSource.of(pixels, labels, shape)) // instead of what the configuration names
 *                 .resume()                                  // goes on, if it has begun
 *                 .listen(listener)
 *                 .run();
 * }</pre>
 *
 * <p>Network, seed, batch size and loss are read from the configuration here and nowhere else, so
 * data, steps, checkpoints and pictures cannot disagree. Everything is checked before anything is
 * written. An object trains once; {@code run} waits for it. What is said of it before is said by
 * one thread, and answers the object itself. Any thread may ask it to stop. Interrupting the thread
 * that waits, as {@code Future.cancel(true)} does, asks for the same: the step in progress ends, a
 * checkpoint holds the state, {@code run} answers {@link TrainResult.Reason#STOPPED} and the thread
 * stays interrupted. Listeners are called on the training thread.
 */
public final class Training {
    private RunConfig given;
    private ImageSource own; // null: what the configuration names
    private boolean mayGoOn;
    private RunListener listener = RunListener.SILENT;
    private PreviewPicture picture = new GridPreview();
    private final List<TrainListener> steps = new ArrayList<>();
    private boolean begun;
    private volatile Trainer trainer; // set as the loop begins
    private volatile boolean stopRequested;

    private Training(RunConfig given) {
        this.given = given;
    }

    /** A run from its first step, unless {@link #resume} says otherwise. */
    public static Training of(RunConfig config) {
        require(config != null, "config must be a RunConfig, got %s", "null");
        return new Training(config);
    }

    /**
     * A run from its first step.
     *
     * @throws UsageException if its folder holds one already
     */
    public static Training fresh(RunConfig config) {
        requireGiven("config", config);
        Training training = of(config);
        training.requireNew();
        return training;
    }

    /**
     * A run from its newest whole checkpoint on, to the state of one that was never interrupted.
     *
     * @throws UsageException if there is none, or its configuration is another: how long and where
     *     it trains may change, what it learns may not
     */
    public static Training resumed(RunConfig config) {
        requireGiven("config", config);
        RunContinuation.of(RunFolder.of(config), config); // which checks it
        return of(config).resume();
    }

    /**
     * Trains on images that this program has, rather than on those that the configuration names.
     * They must fit the model: {@link RunConfig#withNetwork} makes one that they do. The run
     * remembers what they were, and goes on with the same images alone: their number, shape,
     * classes and {@link dev.eqm.core.data.ImageDigest} are compared.
     *
     * @param images read by several threads while the run trains; looked at now
     */
    public Training on(ImageSource images) {
        requireNotBegun();
        require(images != null, "images must be an ImageSource, got %s", "null");
        given = given.withData(ImageData.OfProgram.of(images));
        own = images;
        return this;
    }

    /**
     * Goes on from the newest whole checkpoint if the run has begun, to the state of one that was
     * never interrupted; begins it if not. A run that has all its steps is left as it is.
     */
    public Training resume() {
        requireNotBegun();
        mayGoOn = true;
        return this;
    }

    /** Hears of every step; several can be added. It is closed at the end, if training began. */
    public Training listen(TrainListener more) {
        requireNotBegun();
        requireGiven("listener", more);
        steps.add(more);
        return this;
    }

    /** Hears what is found, warned of and written; several can be added. */
    public Training listen(RunListener more) {
        requireNotBegun();
        requireGiven("listener", more);
        listener = listener == RunListener.SILENT ? more : listener.and(more);
        return this;
    }

    /** Previews show this instead of grids of samples. */
    public Training preview(PreviewPicture other) {
        requireGiven("other", other);
        requireNotBegun();
        picture = other;
        return this;
    }

    private void requireNotBegun() {
        if (begun) {
            throw new IllegalStateException(
                    "this object has already been used for training; create another one");
        }
    }

    /**
     * The run's; a precision or a number of lanes may still be left to the machine.
     *
     * @throws UsageException if the run has begun, is to go on, and learned something else
     */
    public RunConfig config() {
        return goesOn() ? RunContinuation.of(folder(), given) : given;
    }

    /** Where everything is written. */
    public RunFolder folder() {
        return RunFolder.of(given);
    }

    private boolean goesOn() {
        return mayGoOn && folder().exists();
    }

    private void requireNew() {
        if (folder().exists()) {
            throw new UsageException(
                    folder().path()
                            + " already contains a run; "
                            + Setting.of("resume")
                            + " continues it, "
                            + Setting.key("name", "OTHER")
                            + " starts another one");
        }
    }

    /** Steps of the newest whole checkpoint, which is read for it; 0 without one. */
    public long stepsDone() {
        return Checkpoints.latest(folder().checkpoints()).found().stream()
                .mapToLong(checkpoint -> StateFile.glanced(checkpoint).step())
                .findFirst()
                .orElse(0);
    }

    /** {@link #run()}, with one more listener. */
    public TrainedRun run(RunListener more) {
        return listen(more).run();
    }

    /** {@link #run()}, with more listeners, and what previews show. */
    public TrainedRun run(RunListener heard, PreviewPicture shown, List<TrainListener> more) {
        requireGiven("more", more);
        more.forEach(this::listen);
        return preview(shown).run(heard);
    }

    /**
     * Trains until all steps are done or a stop is requested; a checkpoint holds the state then.
     *
     * @throws BrokenRuleException for a part that config.yaml cannot hold, such as a lambda
     * @throws UsageException if the folder holds a run that is not to go on, or one of something
     *     else, or another process is training here
     * @throws dev.eqm.run.config.ConfigException if data, network and evaluation do not fit
     * @throws RunFailedException if the loss exploded or something could not be read or written
     *     later on; earlier checkpoints are whole
     */
    public TrainedRun run() {
        requireNotBegun();
        return Undisturbed.run(this::trained, this::requestStop);
    }

    private TrainedRun trained() {
        RunFolder.requireKept(given);
        boolean continued = goesOn();
        if (!continued) {
            requireNew();
        }
        Writable.folder(
                folder().path(), "choose another folder with " + Setting.key("runs", "DIR"));
        RunConfig config = continued ? config() : WarmStart.resolved(given, listener);
        listener.progressed(Double.NaN, "reading the images");
        ImageSource data = own == null ? DataPlace.open(config.data().source()) : own;
        data.warnings().forEach(listener::warned);
        config.requireFits(data);
        if (continued) {
            folder().requireSameData(data, listener);
        }
        Device device = config.computeOn(null);
        Evaluations.requirePossible(config, data, device);
        RunFolder folder = folder();
        try (RunLock lock = RunLock.of(folder);
                Lanes lanes = Lanes.of(config.lanesOn(device))) {
            begun = true;
            RunConfig settled = config.on(device, lanes);
            TrainText.advise(config, device, listener);
            RunContext run = new RunContext(settled, folder, data, lanes, device, listener);
            return new TrainedRun(folder, settled, train(run, continued));
        }
    }

    /** Asks for a checkpoint after the step in progress, and for the end. */
    public void requestStop() {
        stopRequested = true;
        Trainer running = trainer;
        if (running != null) {
            running.requestStop();
        }
    }

    /** Makes or reads the state, writes the head of the run folder, and trains. */
    private TrainResult train(RunContext run, boolean continued) {
        RunConfig config = run.config();
        RunFolder folder = run.folder();
        run.listener().progressed(Double.NaN, "preparing the network");
        try (TrainState state = FirstState.of(run, continued)) {
            requireNotLonger(state.step(), config.train().steps(), folder);
            run.listener().progressed(0, "starting"); // all is checked
            folder.writeData(run.data()); // before the configuration, which makes a folder a run
            folder.writeConfig(config);
            folder.takeTurn();
            folder.writeClassNames(run.data().classNames());
            run.listener().found(TrainText.heading(run, state));
            if (state.step() > 0) {
                run.listener().found("resumed after step " + state.step());
            }
            BatchSource batches = config.train().batches(run.data(), config.data().flip());
            if (config.data().decodeAhead() == 0) {
                return loop(run, batches, state, listeners(run));
            }
            try (Prefetch ahead =
                    new Prefetch(batches, config.data().decodeAhead(), config.data().decoders())) {
                return loop(run, ahead, state, listeners(run));
            }
        }
    }

    private static void requireNotLonger(long done, long wanted, RunFolder folder) {
        if (done > wanted) {
            throw new UsageException(
                    "%s has %d steps already, more than the %d of train.steps; name as many or more, or start another run under another name"
                            .formatted(folder.path(), done, wanted));
        }
    }

    /** Metrics first, so that they hold a step before anything else can fail at it. */
    private List<TrainListener> listeners(RunContext run) {
        RunConfig config = run.config();
        RunLogs logs = RunLogs.of(run.folder(), config);
        List<TrainListener> all = new ArrayList<>();
        all.add(logs.lines());
        all.add(new HistoryLog(run));
        all.addAll(steps);
        all.addAll(logs.boards());
        boolean wanted = config.preview().every() > 0;
        String obstacle = wanted ? picture.obstacle(config) : "";
        if (wanted && obstacle.isEmpty()) {
            all.add(new AtIntervals(config.preview().every(), new Previews(run, picture, logs)));
        } else if (wanted) {
            run.listener().found("no preview images: " + obstacle);
        }
        if (config.evaluation().isOn()) {
            all.add(new AtIntervals(config.evaluation().every(), Evaluations.open(run, logs)));
        }
        all.add(new LearnedLittle(run));
        return all;
    }

    /** The loop itself; listeners are closed whatever ends it. */
    private TrainResult loop(
            RunContext run, BatchSource batches, TrainState state, List<TrainListener> listeners) {
        RunConfig config = run.config();
        TrainStep step = new TrainStep(batches, config.recipe(), config.train(), run.lanes());
        Checkpoints checkpoints =
                new Checkpoints(
                        run.folder().checkpoints(),
                        config.identity(),
                        config.train().keepCheckpoints());
        trainer = new Trainer(step, checkpoints, listeners);
        if (stopRequested) {
            trainer.requestStop();
        }
        try {
            TrainResult result = trainer.run(state);
            LastReport.of(run);
            if (result.reason() == TrainResult.Reason.NOT_FINITE) {
                boolean saved = !Checkpoints.latest(run.folder().checkpoints()).found().isEmpty();
                throw new TrainingDivergedException(TrainText.exploded(result, saved));
            }
            return result.trained() ? result : result.knowing(run.folder().lastLoss());
        } catch (CheckpointException | DataException e) { // a full disk, or one damaged picture
            throw new RunFailedException(e.getMessage(), e);
        } finally {
            listeners.forEach(TrainListener::close);
        }
    }
}
