package dev.eqm.train.step;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.ranks.Ranks;
import dev.eqm.core.ranks.RanksException;
import java.nio.file.Path;
import java.util.List;

/**
 * The training loop. Any thread may ask it to stop; interrupting the one that waits for it, as
 * {@code Future.cancel(true)} does, is such a request, and leaves that thread interrupted. The loop
 * and its listeners have a thread of their own: {@link Undisturbed}.
 *
 * <p>Over {@link Ranks} every rank has such a loop. All of them see the same reports, skip the same
 * steps and stop after the same one, whichever was asked to; rank 0 alone writes checkpoints, after
 * all have found that they hold the same. Each rank calls its own listeners, and the others wait
 * for them.
 */
public final class Trainer {
    private final TrainSettings settings;
    private final TrainStep step;
    private final StateStore checkpoints;
    private final List<TrainListener> listeners;
    private final Ranks ranks;
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
        this.ranks = step.ranks();
    }

    /**
     * Trains from {@code state} until all steps are done, a stop is requested, or a step is not
     * finite and must not be skipped, or no longer.
     *
     * @throws dev.eqm.core.check.BrokenRuleException before the first step, if the checkpoints are
     *     of another network, seed, batch size or loss
     * @throws RanksException if a rank is lost, or differs from the others
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
        requireAlike(start);
        ranks.together(() -> listeners.forEach(l -> l.started(start)));
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
            boolean stop = announce(report, state);
            boolean last = state.step() == settings.steps();
            if (last || stop || state.step() % settings.checkpointEvery() == 0) {
                save(state);
            }
            if (stop && !last) {
                reason = TrainResult.Reason.STOPPED;
                break;
            }
        }
        TrainResult result =
                new TrainResult(
                        reason, state.step(), state.count().skipped(), report, lastGoodLoss);
        ranks.together(() -> listeners.forEach(l -> l.ended(result)));
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

    /** Whether the run is to stop: any rank may be asked to, and all stop after the same step. */
    private boolean announce(StepReport report, TrainState state) {
        return ranks.any(
                () -> {
                    for (TrainListener listener : listeners) {
                        listener.stepped(report, state);
                    }
                    return stopRequested;
                });
    }

    /** Rank 0 writes, and only what all ranks have. */
    private void save(TrainState state) {
        requireAlike(state);
        ranks.first(() -> write(state));
    }

    private void write(TrainState state) {
        long begin = System.nanoTime();
        Path folder = checkpoints.write(state);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        listeners.forEach(l -> l.saved(folder, seconds));
    }

    /** Ranks that have drifted apart would train several networks from here on. */
    private void requireAlike(TrainState state) {
        if (ranks.size() > 1) {
            long[] all = ranks.gather(checkpoints.checksum(state));
            List<Integer> odd = Odd.of(all);
            if (!odd.isEmpty()) {
                throw new RanksException(
                        "after step %d, the parameters, averages or optimiser of rank %s differ from those of the other ranks; "
                                        .formatted(state.step(), Odd.text(odd))
                                + "this checkpoint was not written, earlier ones are complete. Ranks drift apart on damaged memory "
                                + "and on processors with different instructions");
            }
        }
    }
}
