package dev.eqm.run.training;

import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;

/**
 * Does something with the state of a run every so many steps, and at the end of a run that is
 * completed; never twice at one step. The work comes before the checkpoint of its step: a run that
 * is resumed there has it, one that is resumed before it does it again.
 */
public final class AtIntervals implements TrainListener {
    /** What is done. */
    public interface Work extends AutoCloseable {
        /**
         * Does it, on the training thread; training goes on when this returns.
         *
         * @param state stays the trainer's; the next step changes its arrays
         */
        void on(TrainState state);

        /**
         * Whether a run that is resumed after a step has had its work there.
         *
         * @param step at least 1
         */
        boolean isDone(long step);

        /** Frees what the work holds. */
        @Override
        default void close() {}
    }

    private final long every;
    private final Work work;
    private TrainState latest; // set as training begins
    private long done; // the step that needs no more work

    /**
     * Work now and then.
     *
     * @param every steps from one time to the next; 0: at the end alone
     * @param work closed with this listener
     */
    public AtIntervals(long every, Work work) {
        this.every = every;
        this.work = work;
    }

    @Override
    public void started(TrainState state) {
        latest = state;
        boolean had = state.step() == 0 || work.isDone(state.step());
        done = had ? state.step() : -1;
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        latest = state;
        if (every > 0 && state.step() % every == 0) {
            work();
        }
    }

    /** A run that was done but for its last work is resumed to do that. */
    @Override
    public void ended(TrainResult result) {
        if (result.reason() == TrainResult.Reason.COMPLETED && done != latest.step()) {
            work();
        }
    }

    private void work() {
        done = latest.step();
        work.on(latest);
    }

    @Override
    public void close() {
        work.close();
    }
}
