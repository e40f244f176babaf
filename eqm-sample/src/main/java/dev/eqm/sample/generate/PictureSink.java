package dev.eqm.sample.generate;

/**
 * Takes finished pictures, batch by batch, in order. {@code close} without {@link #finish} leaves
 * no file that looks complete.
 */
@FunctionalInterface
public interface PictureSink extends AutoCloseable {
    /** The next pictures. */
    void accept(PictureBatch batch);

    /** All pictures have come. */
    default void finish() {}

    @Override
    default void close() {}
}
