package dev.eqm.sample.output;

/**
 * Takes finished pictures, batch by batch, in order. Resuming, syncing and closing are as in {@link
 * SampleSink}.
 */
@FunctionalInterface
public interface PictureSink extends AutoCloseable {
    /** Before the first batch: {@code done} pictures have been accepted and synced earlier. */
    default void resume(int done) {}

    /** The next pictures. */
    void accept(PictureBatch batch);

    /** What has been accepted survives a crash once this returns. */
    default void sync() {}

    /** All pictures have come. */
    default void finish() {}

    @Override
    default void close() {}
}
