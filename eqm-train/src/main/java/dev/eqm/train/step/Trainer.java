package dev.eqm.train.step;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.kernel.GradMode;
import java.nio.file.Path;
import java.util.List;

/**
 * The training loop. Any thread may ask it to stop; interrupting the one that waits for it, as
 * {@code Future.cancel(true)} does, is such a request, and leaves that thread interrupted. The loop
 * and its listeners have a thread of their own: {@link Undisturbed}.
 */
public final class Trainer {
    private final TrainSettings settings;
    private final TrainStep step;
    private final StateStore checkpoints;
    private final List<TrainListener> listeners;
    private volatile boolean stopRequested;

    /**
     * A loop over prepared parts, as long and as careful as the settings of {@code step} say; it
     * closes none of them.
     *
     * @param checkpoints of the run that {@code step} trains: {@code RunIdentity.of} the same
     *     settings and loss
     */
    public Trainer(TrainStep step, StateStore checkpoints, List<TrainListener> listeners) {
        requireGiven("step", step, "checkpoints", checkpoints, "listeners", listeners);
        this.settings = step.settings();
        this.step = step;
        this.checkpoints = checkpoints;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Trains from {@code state} until all steps are done, a stop is requested, or a step is not
     * finite and must not be skipped, or no longer.
     *
     * @throws dev.eqm.core.check.BrokenRuleException before the first step, if the checkpoints are
     *     of another network, seed, batch size or loss
     */
    public TrainResult run(TrainState start) {
        return Undisturbed.run(
                () -> {
                    // for listeners too; a step records what it needs
                    try (GradMode off = GradMode.off()) {
                        return trained(start);
                    }
                },
                this::requestStop);
    }

    private TrainResult trained(TrainState start) {
        checkpoints.requireFits(start.model().architecture(), settings, step.recipe());
        TrainState state = start;
        TrainResult.Reason reason = TrainResult.Reason.COMPLETED;
        StepReport report = null;
        double lastGoodLoss = Double.NaN;
        listeners.forEach(l -> l.started(start));
        while (state.step() < settings.steps()) {
            report = step.run(state);
            if (report.finite()) {
                lastGoodLoss = report.loss();
                state = state.next();
            } else if (mayBeSkipped(state)) {
                state = state.skip();
            } else {
                reason = TrainResult.Reason.NOT_FINITE;
                break;
            }
            announce(report, state);
            boolean last = state.step() == settings.steps();
            if (last || stopRequested || state.step() % settings.checkpointEvery() == 0) {
                save(state);
            }
            if (stopRequested && !last) {
                reason = TrainResult.Reason.STOPPED;
                break;
            }
        }
        TrainResult result =
                new TrainResult(
                        reason, state.step(), state.count().skipped(), report, lastGoodLoss);
        listeners.forEach(l -> l.ended(result));
        return result;
    }

    /** Asks the loop to write a checkpoint after the step in progress and to return. */
    public void requestStop() {
        stopRequested = true;
    }

    /** A bad step after {@code state}. */
    private boolean mayBeSkipped(TrainState state) {
        return settings.onBadStep() == OnBadStep.SKIP
                && state.count().skippedInRow() + 1 < settings.badStepLimit();
    }

    private void announce(StepReport report, TrainState state) {
        for (TrainListener listener : listeners) {
            listener.stepped(report, state);
        }
    }

    private void save(TrainState state) {
        long begin = System.nanoTime();
        Path folder = checkpoints.write(state);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        listeners.forEach(l -> l.saved(folder, seconds));
    }
}
