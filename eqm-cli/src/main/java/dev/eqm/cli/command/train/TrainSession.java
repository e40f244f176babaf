package dev.eqm.cli.command.train;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.TrainProgress;
import dev.eqm.cli.toy.PlaneModel;
import dev.eqm.core.data.BatchSource;
import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.Prefetch;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Lanes;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunLock;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.PreviewPicture;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.Resume;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.log.JsonLines;
import dev.eqm.train.log.TensorBoard;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import dev.eqm.train.step.TrainStep;
import dev.eqm.train.step.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One training run from configuration to last checkpoint. Everything is checked before anything is
 * written.
 */
public final class TrainSession {
    private final RunFolder folder;
    private final boolean resume;
    private final Console console;
    private final RunIdentity identity;
    private RunConfig config;

    public TrainSession(RunConfig config, RunFolder folder, boolean resume, Console console) {
        this.config = config;
        this.folder = folder;
        this.resume = resume;
        this.console = console;
        this.identity =
                RunIdentity.of(config.model().architecture(), config.train(), config.loss());
    }

    public void run() {
        ImageSource data = config.data().source().open();
        config.requireFits(data);
        Device device = config.computeOn(null);
        Evaluations.check(config, data, device);
        try (RunLock lock = RunLock.of(folder);
                Lanes lanes = Lanes.of(config.lanesOn(device))) {
            config = config.on(device, lanes);
            run(data, device, lanes);
        }
    }

    private void run(ImageSource data, Device device, Lanes lanes) {
        try (TrainState state = state(device)) {
            folder.writeConfig(config);
            folder.takeTurn();
            folder.writeClassNames(data.classNames());
            console.line(
                    "%s: %s, %,d parameters, %s on %s, %s",
                    folder.path(),
                    data.describe(),
                    state.model().parameters().count(),
                    config.operandsOn(device),
                    Backend.name(device),
                    lanes.count() == 1 ? "1 lane" : lanes.count() + " lanes");
            if (state.step() > 0) {
                console.line("resumed after step %d", state.step());
            }
            finish(train(data, state, lanes));
        }
    }

    private TrainState state(Device device) {
        if (!resume) {
            return fresh(device);
        }
        Checkpoints.Latest latest = Checkpoints.latest(folder.checkpoints());
        latest.damaged().forEach(warning -> console.line("warning: %s", warning));
        if (latest.found().isEmpty()) {
            console.line(
                    "no whole checkpoint in %s: starting from the beginning", folder.checkpoints());
            return fresh(device);
        }
        return Resume.from(latest.found().get(0), identity, config.fixedPrecision(), device);
    }

    private TrainState fresh(Device device) {
        ModelArchitecture network = identity.architecture();
        if (!config.isWarmStart()) {
            return TrainState.start(
                    network.fresh(config.fixedPrecision(), device, identity.seed()), config.ema());
        }
        Path file = Path.of(config.warmStart());
        console.line("beginning with the weights of %s", file);
        return TrainState.start(
                ModelFile.readAs(file, network, config.fixedPrecision(), device), config.ema());
    }

    private TrainResult train(ImageSource data, TrainState state, Lanes lanes) {
        BatchSource batches = config.train().batches(data, config.data().flip());
        if (config.data().decodeAhead() == 0) {
            return train(data, batches, state, lanes);
        }
        try (Prefetch ahead =
                new Prefetch(batches, config.data().decodeAhead(), config.data().decoders())) {
            return train(data, ahead, state, lanes);
        }
    }

    private TrainResult train(
            ImageSource data, BatchSource batches, TrainState state, Lanes lanes) {
        TrainStep step = new TrainStep(batches, config.recipe(), config.train(), lanes);
        Checkpoints checkpoints =
                new Checkpoints(folder.checkpoints(), identity, config.train().keepCheckpoints());
        List<TrainListener> listeners = listeners(data, lanes);
        Trainer trainer = new Trainer(step, checkpoints, listeners);
        CountDownLatch done = new CountDownLatch(1);
        AtomicReference<String> failure = new AtomicReference<>("");
        Thread onSignal = new Thread(() -> stopAndWait(trainer, done, failure), "stop on signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            return trainer.run(state);
        } catch (RuntimeException e) {
            failure.set(e.getMessage());
            boolean known = e instanceof CheckpointException || e instanceof DataException;
            throw known // writing failed, or one picture of a large set
                    ? new RunFailedException(e.getMessage(), e)
                    : e;
        } finally {
            done.countDown();
            listeners.forEach(TrainListener::close);
            removeHook(onSignal);
        }
    }

    private List<TrainListener> listeners(ImageSource data, Lanes lanes) {
        List<TrainListener> all = new ArrayList<>();
        JsonLines lines = new JsonLines(folder.metrics(), config.train().logEvery());
        all.add(lines);
        all.add(new TrainProgress(console, config.train().steps(), config.train().logEvery()));
        Previews.Shown shown = (step, png) -> {};
        Evaluations.Told told = lines::scores;
        if (config.tensorboard()) {
            TensorBoard board = new TensorBoard(folder.path(), config.train().logEvery());
            all.add(board);
            shown = (step, png) -> board.picture("samples", step, png);
            told =
                    (step, scores) -> {
                        lines.scores(step, scores);
                        board.scores(step, scores);
                    };
        }
        if (PlaneModel.isPlane(config)) {
            PreviewPicture plane = new PlanePreview(config);
            all.add(new Previews(config, folder, console, plane, shown, lanes));
        } else if (GridPreview.obstacle(config).isEmpty()) {
            PreviewPicture grid = GridPreview.of(config, Backend.device(config.device()));
            all.add(new Previews(config, folder, console, grid, shown, lanes));
        } else {
            console.line("no preview pictures: %s", GridPreview.obstacle(config));
        }
        if (config.evaluation().isOn()) {
            Device device = Backend.device(config.device());
            all.add(Evaluations.open(config, data, console, lanes, device, told));
        }
        return all;
    }

    /**
     * SIGINT and SIGTERM end here: the step in progress is finished, a checkpoint written, then the
     * JVM goes. It does not wait for the main thread, so what failed is told here.
     */
    private void stopAndWait(
            Trainer trainer, CountDownLatch done, AtomicReference<String> failure) {
        console.line("stopping: writing a checkpoint first");
        trainer.requestStop();
        try {
            done.await();
            console.line(
                    "%s",
                    failure.get().isEmpty()
                            ? "stopped; eqm train --resume continues"
                            : "stopped without a new checkpoint: " + failure.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is already going down: the hook is what brought us here
        }
    }

    private void finish(TrainResult result) {
        switch (result.reason()) {
            case COMPLETED -> console.line("checkpoints  %s", folder.checkpoints());
            case STOPPED -> {} // the signal's thread tells
            case NOT_FINITE ->
                    throw new RunFailedException(
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
}
