package dev.eqm.train.step;

/**
 * How far training has come.
 *
 * @param step steps done, skipped ones included; with the seed it gives everything random
 * @param skipped how many of them were bad and left out
 * @param skippedInRow how many of these came last, without a good one since
 */
public record StepCount(long step, long skipped, long skippedInRow) {
    /** Steps without a skipped one. */
    public static StepCount of(long step) {
        return new StepCount(step, 0, 0);
    }

    /** Steps that reached the parameters. */
    public long updates() {
        return step - skipped;
    }

    StepCount next() {
        return new StepCount(step + 1, skipped, 0);
    }

    StepCount skip() {
        return new StepCount(step + 1, skipped + 1, skippedInRow + 1);
    }
}
