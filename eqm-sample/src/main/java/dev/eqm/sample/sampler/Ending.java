package dev.eqm.sample.sampler;

import java.util.Optional;

/**
 * What the loop asks after every step: who leaves, and whether the run must end. A {@link StopRule}
 * is one, which looks at steps and norms alone; where samples move in steps of their own, some of
 * them refused, their clocks are one.
 */
public interface Ending {
    /**
     * Whether a sample has walked enough; it leaves then.
     *
     * @param sample number in the batch
     * @param number how many steps the loop has made, at least 1
     * @param norm ‖∇E‖₂ over all entries of the sample, as its last step saw it; finite
     */
    boolean stops(int sample, int number, double norm);

    /**
     * Whether samples may leave one by one; false where all of them stop after the same step. A
     * field that cannot be restricted is refused otherwise, before the first step.
     */
    default boolean letsSamplesLeave() {
        return true;
    }

    /**
     * Whether the answers after that step, {@link #stops} and {@link #trouble}, may depend on norms
     * or end anything. If not, nothing is asked and all samples walk on; on an accelerator the loop
     * need not wait for the norms then.
     *
     * @param number how many steps the loop has made, at least 1
     */
    default boolean needsNorms(int number) {
        return true;
    }

    /** Updates that a sample has made in so many steps of the loop: those not refused. */
    default int updates(int sample, int number) {
        return number;
    }

    /** Steps of a sample that were refused so far, to be tried again. */
    default int rejected(int sample) {
        return 0;
    }

    /**
     * Whether a sample that stops with this norm got what it was to wait for; if not, it merely hit
     * the maximum.
     */
    default boolean reached(double norm) {
        return true;
    }

    /**
     * What ends the whole run after this step, before its samples are where they were to go. That
     * gradients stay finite is seen to by the loop, after this question.
     *
     * @param step what was just made; its states and memory are open, no more
     * @param norms ‖∇E‖ of every row, [M], perhaps not finite
     */
    default Optional<StopReason> trouble(Step step, double[] norms) {
        return Optional.empty();
    }

    /** Why a run ended all of whose samples have stopped. */
    StopReason reason();
}
