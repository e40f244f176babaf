package dev.eqm.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * Array arithmetic with a scalar, the safe way: the scalar is a 0-d array that outlives the call,
 * never a Java number (see the package's page). Make scalars with {@link
 * dev.eqm.core.memory.Arena#scalar}.
 */
public final class Arithmetic {
    private static final Kernel KERNEL = Kernel.text(Arithmetic.class, "arithmetic.py");

    private Arithmetic() {}

    /** x + s·y for arrays of one shape and a 0-d {@code s}; one pass, one new array. */
    public static NDArray axpy(NDArray x, NDArray s, NDArray y) {
        return KERNEL.call("axpy", x, s, y);
    }

    /** x + s·y for a Java number: the scalar is libtorch's own memory, so a graph may keep it. */
    public static NDArray axpy(NDArray x, double s, NDArray y) {
        try (NDArray scalar =
                x.getManager().full(new Shape(), (float) s, DataType.FLOAT32, x.getDevice())) {
            return axpy(x, scalar, y);
        }
    }

    /** s·x for a 0-d {@code s}. */
    public static NDArray scale(NDArray x, NDArray s) {
        return KERNEL.call("scale", x, s);
    }

    /** Euclidean norm of every sample: [N, ...] -> [N]. */
    public static NDArray sampleNorms(NDArray x) {
        return KERNEL.call("sample_norms", x);
    }

    /** Some of the rows, in the given order: x [N, ...], index int64 [M] -> [M, ...]. */
    public static NDArray rows(NDArray x, NDArray index) {
        return KERNEL.call("rows", x, index);
    }
}
