package dev.eqm.core.kernel;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import java.util.stream.IntStream;

/**
 * Array arithmetic with numbers, the safe way: a gradient may flow through all of it, where DJL's
 * own {@code x.mul(3f)} would make it silently wrong (see the package's page). Write {@code mul(x,
 * 3)} for 3x, {@code sub(1, x)} for 1 − x, {@code div(1, x)} for 1/x.
 *
 * <p>Numbers are rounded to the type of {@code x}, which the result has too; x is float32, float64,
 * or bfloat16 inside of kernels. Everything is twice differentiable. Between two arrays DJL's own
 * operations are safe: {@code x.mul(y)}, {@code x.add(y)}; so are those without a number: {@code
 * exp}, {@code tanh}, {@code sqrt}, {@code sum}, {@code mean}. What networks are made of besides is
 * in {@link Functions}.
 */
public final class Arithmetic {
    private static final Kernel KERNEL = Kernel.text(Arithmetic.class, "arithmetic.py");

    private Arithmetic() {}

    /** x + s·y for arrays of one shape and a 0-d {@code s}; one pass, one new array. */
    public static NDArray axpy(NDArray x, NDArray s, NDArray y) {
        requireGiven("x", x, "s", s, "y", y);
        Form.requireLike("y of x + s*y", y, x, "x");
        Form.requireShape("s of x + s*y", s);
        return KERNEL.call("axpy", x, s, y);
    }

    /** x + s·y for a Java number: the scalar is libtorch's own memory, so a graph may keep it. */
    public static NDArray axpy(NDArray x, double s, NDArray y) {
        requireGiven("x", x, "y", y);
        try (NDArray scalar = scalar(x, s)) {
            return axpy(x, scalar, y);
        }
    }

    /**
     * [x + s·y, s·y] for arrays of one shape, in one call: where to, and by what way. The numbers
     * are those of {@link #axpy} and {@link #scale}.
     */
    public static NDList moved(NDArray x, double s, NDArray y) {
        requireGiven("x", x, "y", y);
        Form.requireLike("y of x + s*y", y, x, "x");
        try (NDArray scalar = scalar(x, s)) {
            return KERNEL.call("moved").with(x, scalar, y).all();
        }
    }

    /** s·x for a 0-d {@code s}. */
    public static NDArray scale(NDArray x, NDArray s) {
        requireGiven("x", x, "s", s);
        return KERNEL.call("scale", x, s);
    }

    /** s·x for a Java number, as safe as {@link #axpy(NDArray, double, NDArray)}. */
    public static NDArray scale(NDArray x, double s) {
        requireGiven("x", x);
        try (NDArray scalar = scalar(x, s)) {
            return scale(x, scalar);
        }
    }

    /** x + s. */
    public static NDArray add(NDArray x, double s) {
        requireGiven("x", x);
        return with("add", x, s);
    }

    /** x − s. */
    public static NDArray sub(NDArray x, double s) {
        requireGiven("x", x);
        return with("sub", x, s);
    }

    /** s − x, such as 1 − x. */
    public static NDArray sub(double s, NDArray x) {
        requireGiven("x", x);
        return with("rsub", x, s);
    }

    /** s·x. */
    public static NDArray mul(NDArray x, double s) {
        requireGiven("x", x);
        return scale(x, s);
    }

    /** x/s. */
    public static NDArray div(NDArray x, double s) {
        requireGiven("x", x);
        return with("div", x, s);
    }

    /** s/x, such as 1/x. */
    public static NDArray div(double s, NDArray x) {
        requireGiven("x", x);
        return with("rdiv", x, s);
    }

    /** x to the power s; not a number for a negative x and a power that is no whole number. */
    public static NDArray pow(NDArray x, double s) {
        requireGiven("x", x);
        return with("pow", x, s);
    }

    /** The larger of x and s. Where they are equal, the gradient is that of x. */
    public static NDArray max(NDArray x, double s) {
        requireGiven("x", x);
        return with("max", x, s);
    }

    /** The smaller of x and s. Where they are equal, the gradient is that of x. */
    public static NDArray min(NDArray x, double s) {
        requireGiven("x", x);
        return with("min", x, s);
    }

    /** x, cut to [low, high]; the gradient is 0 where it was cut. */
    public static NDArray clip(NDArray x, double low, double high) {
        requireGiven("x", x);
        require(low <= high, "low must not exceed high, got %s and %s", low, high);
        try (NDArray from = scalar(x, low);
                NDArray to = scalar(x, high)) {
            return KERNEL.call("clip", x, from, to);
        }
    }

    /** x². */
    public static NDArray square(NDArray x) {
        requireGiven("x", x);
        return KERNEL.call("square", x);
    }

    /** −x. */
    public static NDArray neg(NDArray x) {
        requireGiven("x", x);
        return KERNEL.call("neg", x);
    }

    private static NDArray with(String method, NDArray x, double s) {
        try (NDArray scalar = scalar(x, s)) {
            return KERNEL.call(method, x, scalar);
        }
    }

    /** 0-d, of the type of {@code x}: in float64 it keeps all its digits. */
    static NDArray scalar(NDArray x, double s) {
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
        requireGiven("x", x);
        return KERNEL.call("sample_norms", x);
    }

    /** Some of the rows, in the given order: x [N, ...], index int64 [M] -> [M, ...]. */
    public static NDArray rows(NDArray x, NDArray index) {
        requireGiven("x", x, "index", index);
        return KERNEL.call("rows", x, index);
    }

    /** The same with row numbers, each in [0, N). */
    public static NDArray rows(NDArray x, int[] rows) {
        requireGiven("x", x, "rows", rows);
        try (Arena arena = Arena.open(x.getDevice(), "rows")) {
            return rows(x, arena.index(rows));
        }
    }

    /** Reads an [N] array of float32 or float64; on an accelerator this waits for its queue. */
    public static double[] numbers(NDArray x) {
        requireGiven("x", x);
        if (x.getDataType() == DataType.FLOAT64) {
            return Traffic.doubles(x);
        }
        float[] values = Traffic.floats(x);
        return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
    }
}
