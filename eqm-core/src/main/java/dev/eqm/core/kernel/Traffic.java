package dev.eqm.core.kernel;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has passed between Java and libtorch in this process, on all threads: calls of kernels, and
 * reads, in which numbers of an array come to Java. A GPU works through a queue; a call adds to it,
 * a read waits until it is empty. So a step should have few calls and at most one read.
 *
 * <p>What a piece of work needed is a difference: {@code Traffic before = Traffic.now(); ...;
 * Traffic.now().since(before)}. Counting is always on and costs some nanoseconds a call.
 *
 * <p>Steps of training and of sampling read through {@link #floats}, {@link #doubles} and {@link
 * #longs}, which count; a test of the sources sees to that. Arrays that are read elsewhere, to
 * write files for example, are not counted.
 *
 * @param calls of kernels
 * @param reads of arrays
 */
public record Traffic(long calls, long reads) {
    private static final LongAdder CALLS = new LongAdder();
    private static final LongAdder READS = new LongAdder();

    /** Since the start of the process. */
    public static Traffic now() {
        return new Traffic(CALLS.sum(), READS.sum());
    }

    /** What has been added to an earlier count. */
    public Traffic since(Traffic before) {
        requireGiven("before", before);
        return new Traffic(calls - before.calls, reads - before.reads);
    }

    /** The numbers of a float32 array, in the order of its entries; waits for the device. */
    public static float[] floats(NDArray x) {
        READS.increment();
        return x.toFloatArray();
    }

    /** The numbers of a float64 array, in the order of its entries; waits for the device. */
    public static double[] doubles(NDArray x) {
        READS.increment();
        return x.toDoubleArray();
    }

    /** The numbers of an int64 array, in the order of its entries; waits for the device. */
    public static long[] longs(NDArray x) {
        READS.increment();
        return x.toLongArray();
    }

    static void called() {
        CALLS.increment();
    }
}
