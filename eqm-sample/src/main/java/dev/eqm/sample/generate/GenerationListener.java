package dev.eqm.sample.generate;

import ai.djl.ndarray.NDArray;
import dev.eqm.sample.sampler.SampleResult;
import dev.eqm.sample.sampler.Step;

/**
 * Watches a generation run, on the thread that samples. An exception of any of its methods ends the
 * run and comes to the caller, with the memory of the run free; {@link Interruption} ends it so.
 */
public interface GenerationListener {
    /** Watches nothing. */
    GenerationListener NONE =
            new GenerationListener() {
                @Override
                public boolean wantsNorms(int number) {
                    return false;
                }
            };

    /** Before every evaluation of the field, and before a batch is begun. */
    default void evaluating() {}

    /**
     * After every update of a batch, as {@link dev.eqm.sample.sampler.SampleListener#stepped}.
     *
     * @param first index of the batch's first sample
     */
    default void stepped(int first, int number, Step step, double[] norms) {}

    /**
     * Whether {@link #stepped} needs the norms of that update, as {@link
     * dev.eqm.sample.sampler.SampleListener#wantsNorms}.
     */
    default boolean wantsNorms(int number) {
        return true;
    }

    /**
     * Samples of a batch have finished, as {@link dev.eqm.sample.sampler.SampleListener#left}.
     *
     * @param first index of the batch's first sample
     */
    default void left(int first, int[] rows, NDArray x) {}

    /**
     * After a batch has gone to all sinks.
     *
     * @param done samples finished so far
     * @param result the batch's; its states close soon
     */
    default void batchDone(int done, SampleResult result) {}
}
