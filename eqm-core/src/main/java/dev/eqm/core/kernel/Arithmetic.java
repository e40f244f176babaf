package dev.eqm.core.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import java.util.stream.IntStream;

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
        try (NDArray scalar = scalar(x, s)) {
            return axpy(x, scalar, y);
        }
    }

    /** s·x for a 0-d {@code s}. */
    public static NDArray scale(NDArray x, NDArray s) {
        return KERNEL.call("scale", x, s);
    }

    /** s·x for a Java number, as safe as {@link #axpy(NDArray, double, NDArray)}. */
    public static NDArray scale(NDArray x, double s) {
        try (NDArray scalar = scalar(x, s)) {
            return scale(x, scalar);
        }
    }

    /** 0-d, of the type of {@code x}: in float64 it keeps all its digits. */
    private static NDArray scalar(NDArray x, double s) {
        if (x.getDataType() == DataType.FLOAT64) {
            try (Arena arena = Arena.open(x.getDevice(), "scalar")) {
                NDArray scalar = arena.of(new double[] {s});
                scalar.attach(x.getManager());
                return scalar;
            }
        }
        return x.getManager().full(new Shape(), (float) s, DataType.FLOAT32, x.getDevice());
    }

    /** Euclidean norm of every sample: [N, ...] -> [N]. */
    public static NDArray sampleNorms(NDArray x) {
        return KERNEL.call("sample_norms", x);
    }

    /** Some of the rows, in the given order: x [N, ...], index int64 [M] -> [M, ...]. */
    public static NDArray rows(NDArray x, NDArray index) {
        return KERNEL.call("rows", x, index);
    }

    /** The same with row numbers, each in [0, N). */
    public static NDArray rows(NDArray x, int[] rows) {
        try (Arena arena = Arena.open(x.getDevice(), "rows")) {
            return rows(x, arena.index(rows));
        }
    }

    /** Reads an [N] array of float32 or float64; on an accelerator this waits for its queue. */
    public static double[] numbers(NDArray x) {
        if (x.getDataType() == DataType.FLOAT64) {
            return x.toDoubleArray();
        }
        float[] values = x.toFloatArray();
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
