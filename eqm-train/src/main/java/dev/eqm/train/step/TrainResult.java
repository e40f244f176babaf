package dev.eqm.train.step;

/**
 * How training ended.
 *
 * @param reason why
 * @param step steps done in all
 * @param skipped how many of them were bad and left out
 * @param last the last step's report; the bad one if the reason is {@link Reason#NOT_FINITE}; null
 *     unless this process has {@link #trained}
 * @param lastGoodLoss loss of the last step that reached the parameters; NaN if there was none in
 *     this process, and nobody {@linkplain #knowing knew} it
 */
public record TrainResult(
        Reason reason, long step, long skipped, StepReport last, double lastGoodLoss) {
    /** Whether this process made a step: false for a run that had all its steps when it began. */
    public boolean trained() {
        return last != null;
    }

    /** The same with a loss that is known from before this process. */
    public TrainResult knowing(double loss) {
        return new TrainResult(reason, step, skipped, last, loss);
    }

    /** Ways to end. */
    public enum Reason {
        /** All steps are done. */
        COMPLETED,
        /** {@link Trainer#requestStop()}, or an interrupt; a checkpoint holds the state. */
        STOPPED,
        /**
         * A loss or gradient was not finite and not to be skipped; the parameters were left alone,
         * checkpoints are as they were.
         */
        NOT_FINITE
    }
}
