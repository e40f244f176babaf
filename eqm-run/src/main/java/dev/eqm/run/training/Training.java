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
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.ranks.Alone;
import dev.eqm.core.ranks.Nccl;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.core.ranks.RanksException;
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
    private Ranks ranks = new Alone();
    private boolean otherRanks;
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

    /**
     * Trains together with the other processes of a group, each of which says the same: N ranks
     * share every batch. Rank 0 alone writes and previews; the listeners of every rank hear its own
     * part.
     *
     * @param group stays open
     */
    public Training over(Ranks group) {
        requireNotBegun();
        requireGiven("group", group);
        ranks = group;
        return this;
    }

    /** Lets a run go on with another number of ranks, which changes the last digits. */
    public Training ranksChanged() {
        requireNotBegun();
        otherRanks = true;
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
     * @throws dev.eqm.core.ranks.RanksException if a rank is lost, fails, or differs from the
     *     others; its cause is this rank's own failure
     * @throws RunFailedException if the loss exploded or something could not be read or written
     *     later on; earlier checkpoints are whole
     */
    public TrainedRun run() {
        requireNotBegun();
        return Undisturbed.run(this::trained, this::requestStop);
    }

    /** What is known before anything is written. */
    private record Found(boolean continued, RunConfig config, ImageSource data, Device device) {}

    private TrainedRun trained() {
        int local = ranks.size() == 1 ? 0 : ranks.local();
        Found found = ranks.each(() -> found(local));
        RunConfig config = found.config();
        RankedRun.requireAlike(ranks, config, found.data());
        if (!found.device().isGpu() || ranks.size() == 1) {
            return trained(found, ranks);
        }
        try (Nccl gpus = Nccl.over(ranks, found.device(), System.getenv())) {
            return trained(found, gpus);
        }
    }

    private TrainedRun trained(Found found, Ranks group) {
        RunConfig config = found.config();
        RunFolder folder = folder();
        int count = RankedRun.lanes(config, found.device(), ranks.size());
        try (RunLock lock = ranks.each(() -> ranks.isFirst() ? RunLock.of(folder) : null);
                Lanes lanes = Lanes.of(count)) {
            begun = true;
            RunConfig settled = config.on(found.device(), lanes);
            TrainText.advise(config, found.device(), listener);
            RunContext run =
                    new RunContext(
                            settled, folder, found.data(), lanes, found.device(), listener, group);
            return new TrainedRun(folder, settled, train(run, found.continued()));
        }
    }

    /** Looks and checks; each rank for itself. */
    private Found found(int local) {
        RunFolder.requireKept(given);
        boolean continued = goesOn();
        if (!continued) {
            requireNew();
        }
        if (ranks.isFirst()) {
            Writable.folder(
                    folder().path(), "choose another folder with " + Setting.key("runs", "DIR"));
        }
        RunConfig config = continued ? config() : WarmStart.resolved(given, listener);
        listener.progressed(Double.NaN, "reading the images");
        ImageSource data = own == null ? DataPlace.open(config.data().source()) : own;
        data.warnings().forEach(listener::warned);
        config.requireFits(data);
        if (continued) {
            folder().requireSameData(data, listener);
        }
        int gpus = ranks.size() == 1 ? 0 : Backend.gpuCount();
        String device = RankedRun.device(config, ranks.size(), local, gpus);
        Device where = config.computeOn(device);
        Evaluations.requirePossible(config, data, where);
        return new Found(continued, config, data, where);
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
        run.listener().progressed(Double.NaN, "preparing the network");
        try (TrainState state = ranks.each(() -> FirstState.of(run, continued, otherRanks))) {
            ranks.first(() -> RunHead.write(run, state.step()));
            run.listener().progressed(0, "starting"); // all is checked
            run.listener().found(TrainText.heading(run, state));
            if (state.step() > 0) {
                run.listener().found("resumed after step " + state.step());
            }
            BatchSource batches =
                    config.train()
                            .batches(run.data(), config.data().flip())
                            .part(ranks.rank(), ranks.size());
            List<TrainListener> all = ranks.each(() -> RunListeners.of(run, steps, picture));
            if (config.data().decodeAhead() == 0) {
                return loop(run, batches, state, all);
            }
            try (Prefetch ahead =
                    new Prefetch(batches, config.data().decodeAhead(), config.data().decoders())) {
                return loop(run, ahead, state, all);
            }
        }
    }

    /** The loop itself; listeners are closed whatever ends it. */
    private TrainResult loop(
            RunContext run, BatchSource batches, TrainState state, List<TrainListener> listeners) {
        RunConfig config = run.config();
        TrainStep step =
                new TrainStep(batches, config.recipe(), config.train(), run.lanes(), run.ranks());
        Checkpoints checkpoints =
                new Checkpoints(
                        run.folder().checkpoints(),
                        run.identity(),
                        config.train().keepCheckpoints());
        trainer = new Trainer(step, checkpoints, listeners);
        if (stopRequested) {
            trainer.requestStop();
        }
        try {
            TrainResult result = trainer.run(state);
            ranks.first(() -> close(run, result));
            return result.trained() ? result : result.knowing(run.folder().lastLoss());
        } catch (CheckpointException | DataException e) { // a full disk, or one damaged picture
            throw new RunFailedException(e.getMessage(), e);
        } catch (RanksException e) { // the same on one of several ranks
            throw e.during(RunFailedException.class);
        } finally {
            listeners.forEach(TrainListener::close);
        }
    }

    /** The last page; a run that ended badly is told. */
    private static void close(RunContext run, TrainResult result) {
        LastReport.of(run);
        if (result.reason() == TrainResult.Reason.NOT_FINITE) {
            boolean saved = !Checkpoints.latest(run.folder().checkpoints()).found().isEmpty();
            throw new TrainingDivergedException(TrainText.exploded(result, saved));
        }
    }
}
