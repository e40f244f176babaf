package dev.eqm.cli.command.train;

import dev.eqm.cli.console.Console;
import dev.eqm.core.check.Setting;
import dev.eqm.run.training.Training;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainState;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * SIGINT and SIGTERM while a run trains: the step in progress is finished, a checkpoint written,
 * then the JVM goes. It does not wait for the main thread, so what failed is told here.
 *
 * <p>It is a listener so that the hook is there only while steps are made: a signal before the
 * first step has nothing to save and ends the JVM at once. The JVM waits for shutdown hooks, so the
 * hook waits in turn until training has written its checkpoint.
 *
 * <p>{@code stopAndWait} runs on the hook's thread, all else on the one that trains; the failure is
 * volatile and is set before the latch opens.
 */
final class StopOnSignal implements TrainListener {
    private final Training training;
    private final Console console;
    private final int ranks;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stopAndWait, "stop on signal");
    private volatile String failure = "";

    StopOnSignal(Training training, Console console, int ranks) {
        this.ranks = ranks;
        this.training = training;
        this.console = console;
    }

    @Override
    public void started(TrainState state) {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Training has failed; to be called before {@link #release}. */
    void failed(String message) {
        failure = message;
    }

    /** Signals end the JVM at once again; one that has come may now. */
    void release() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the JVM is already going down: the hook is what brought us here
        }
    }

    /** The command that continues a run; several ranks are started as before. */
    static String again(Path config, int ranks) {
        String command = Setting.command("train") + " --config " + config;
        return ranks == 1
                ? command + " --resume"
                : "mpirun -n %d %s --ranks %d --resume".formatted(ranks, command, ranks);
    }

    private void stopAndWait() {
        console.line("stopping: writing a checkpoint first");
        training.requestStop();
        try {
            done.await();
            console.line(
                    "%s",
                    failure.isEmpty()
                            ? "stopped; "
                                    + again(training.folder().path().resolve("config.yaml"), ranks)
                                    + " continues"
                            : "stopped without a new checkpoint: " + failure);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
