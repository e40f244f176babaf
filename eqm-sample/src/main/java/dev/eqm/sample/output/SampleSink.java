package dev.eqm.sample.output;

import ai.djl.ndarray.NDArray;
import dev.eqm.sample.sampler.Step;
import java.util.function.Consumer;

/**
 * Takes finished samples, batch by batch, in order, and may watch how they come about.
 *
 * <p>A run may go on in another process: {@link #sync} makes durable what has come so far, {@link
 * #resume} goes on behind it. {@code close} without {@link #finish} leaves no file that looks
 * complete, only {@code NAME.part}.
 */
@FunctionalInterface
public interface SampleSink extends AutoCloseable {
    /** Before the first batch: {@code done} samples have been accepted and synced earlier. */
    default void resume(int done) {}

    /**
     * Before the first update of a batch.
     *
     * @param noise where its samples start
     */
    default void begin(SampleBatch noise) {}

    /**
     * After every update of a batch, as {@link dev.eqm.sample.sampler.SampleListener#stepped}.
     *
     * @param first index of the batch's first sample
     */
    default void stepped(int first, int number, Step step, double[] norms) {}

    /**
     * Samples of a batch have finished, as {@link dev.eqm.sample.sampler.SampleListener#left}.
     *
     * @param first index of the batch's first sample
     */
    default void left(int first, int[] rows, NDArray x) {}

    /** A sink that takes finished samples and nothing else. */
    static SampleSink ofFinished(Consumer<SampleBatch> taker) {
        return new SampleSink() {
            @Override
            public void accept(SampleBatch batch) {
                taker.accept(batch);
            }

            @Override
            public boolean wantsNorms(int number) {
                return false;
            }
        };
    }

    /**
     * Whether {@link #stepped} needs the norms of that update, or the certainty that it is finite,
     * as {@link dev.eqm.sample.sampler.SampleListener#wantsNorms}.
     */
    default boolean wantsNorms(int number) {
        return true;
    }

    /** Whether steps shall carry energies, where the field has any. */
    default boolean wantsEnergies() {
        return false;
    }

    /** The next samples. */
    void accept(SampleBatch batch);

    /** What has been accepted survives a crash once this returns. */
    default void sync() {}

    /** All samples have come. */
    default void finish() {}

    @Override
    default void close() {}
}
