package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;

/** Watches a run: trajectories, curves and progress hang here. */
@FunctionalInterface
public interface SampleListener {
    /** Watches nothing. */
    SampleListener NONE =
            new SampleListener() {
                @Override
                public void stepped(int number, Step step, double[] norms) {}

                @Override
                public boolean wantsNorms(int number) {
                    return false;
                }
            };

    /**
     * After every update that stayed finite, as far as that is known: see {@link #wantsNorms}.
     *
     * @param number which update, from 1
     * @param step its arrays; they belong to the loop and close soon: copy what you keep. Its rows
     *     are the samples that moved, {@link Step#rows} says which
     * @param norms ‖∇E‖ of every row, [M], as {@link Step#gradient} has it; perhaps empty where
     *     {@link #wantsNorms} is false
     */
    void stepped(int number, Step step, double[] norms);

    /**
     * Samples have finished: they stay as they are and are in no later step. Every sample of a run
     * that does not diverge comes here once, after the {@link #stepped} of its last update; not
     * where an integrator chooses the steps, which tells of all ends in one {@code stepped}.
     *
     * @param rows which samples of the batch, ascending, [L]
     * @param x their last states, [L, C, H, W]; as short-lived as those of a step
     */
    default void left(int[] rows, NDArray x) {}

    /**
     * Whether {@link #stepped} needs the norms of that update, or the certainty that it is finite.
     * If nothing else needs them either, the loop reads norms only every few updates, because each
     * reading waits for an accelerator; the listener may then have heard of some updates after the
     * first that was not finite. Results are the same.
     *
     * @param number which update, from 1
     */
    default boolean wantsNorms(int number) {
        return true;
    }

    /** Whether steps shall carry energies, where the field has any. */
    default boolean wantsEnergies() {
        return false;
    }
}
