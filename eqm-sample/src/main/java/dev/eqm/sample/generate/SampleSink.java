package dev.eqm.sample.generate;

/**
 * Takes finished samples, batch by batch, in order. {@code close} without {@link #finish} leaves no
 * file that looks complete.
 */
@FunctionalInterface
public interface SampleSink extends AutoCloseable {
    /** The next samples. */
    void accept(SampleBatch batch);

    /** All samples have come. */
    default void finish() {}

    @Override
    default void close() {}
}
