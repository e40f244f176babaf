package dev.eqm.sample.generate;

/** Which samples are wanted, by index: labels and noise of every batch. */
public interface SampleRequests {
    /** How many samples, at least 1. */
    int count();

    /** How many at a time, at least 1. */
    int batchSize();

    /** Labels of the batch that starts at {@code first}. */
    long[] labelsAt(int first);

    /** Noise seeds of the batch that starts at {@code first}, each in [0, 2^63). */
    long[] seedsAt(int first);

    /** How many samples the batch that starts at {@code first} has. */
    default int sizeAt(int first) {
        return Math.min(batchSize(), count() - first);
    }
}
