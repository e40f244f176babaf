package dev.eqm.core.store;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * An immutable tensor outside of any engine: element type, shape, little-endian row-major bytes.
 *
 * <p>It may lie in memory or in a mapped file ({@link Safetensors#read}); at most 2 GiB either way.
 * A shape of length 0 is a scalar, and sizes of 0 are allowed.
 *
 * <p>Values are read as the widest Java type of their kind ({@link #floats}, {@link #doubles},
 * {@link #longs}, {@link #bytes}), each exactly or not at all: a call that would round or
 * reinterpret is a bug of the caller and throws {@link IllegalStateException}.
 */
public final class TensorData {
    private final DType dtype;
    private final long[] shape;
    private final ByteBuffer data; // read-only, position 0 to limit

    private TensorData(DType dtype, long[] shape, ByteBuffer data) {
        long expected = byteSize(dtype, shape);
        int found = data.remaining();
        String rule = "%s%s needs %d bytes, got %d";
        require(expected == found, rule, dtype, Arrays.toString(shape), expected, found);
        this.dtype = dtype;
        this.shape = shape.clone();
        this.data = data.slice().asReadOnlyBuffer();
    }

    /** A view of {@code data} from position to limit, no copy: the caller no longer changes it. */
    public static TensorData wrap(DType dtype, long[] shape, ByteBuffer data) {
        return new TensorData(dtype, shape, data);
    }

    /** A copy as F32. */
    public static TensorData of(float[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, DType.F32);
        bytes.asFloatBuffer().put(values);
        return new TensorData(DType.F32, shape, bytes);
    }

    /** A copy as F64. */
    public static TensorData of(double[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, DType.F64);
        bytes.asDoubleBuffer().put(values);
        return new TensorData(DType.F64, shape, bytes);
    }

    /** A copy as I64. */
    public static TensorData of(long[] values, long... shape) {
        ByteBuffer bytes = allocate(values.length, DType.I64);
        bytes.asLongBuffer().put(values);
        return new TensorData(DType.I64, shape, bytes);
    }

    /** A copy as U8: each byte counts as 0 to 255. */
    public static TensorData of(byte[] values, long... shape) {
        return new TensorData(DType.U8, shape, ByteBuffer.wrap(values.clone()));
    }

    public DType dtype() {
        return dtype;
    }

    /** A copy of the shape. */
    public long[] shape() {
        return shape.clone();
    }

    /** The product of the shape; 1 for a scalar. */
    public int elementCount() {
        return data.remaining() / dtype.size();
    }

    /** The raw bytes, little-endian and read-only; each call gives a buffer of its own. */
    public ByteBuffer buffer() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** F32, F16 or BF16 as floats, exactly. F64 would be rounded and is refused. */
    public float[] floats() {
        if (dtype == DType.F64) {
            throw wrongType("floats() would round it; use doubles()");
        }
        requireFloat("floats()");
        float[] values = new float[elementCount()];
        ByteBuffer bytes = buffer();
        if (dtype == DType.F32) { // in one piece: most tensors are these
            bytes.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            short half = bytes.getShort(2 * i);
            values[i] = dtype == DType.F16 ? halfToFloat(half) : Float.intBitsToFloat(half << 16);
        }
        return values;
    }

    /** Any float type as doubles, exactly. */
    public double[] doubles() {
        requireFloat("doubles()");
        double[] values = new double[elementCount()];
        if (dtype == DType.F64) {
            buffer().asDoubleBuffer().get(values);
            return values;
        }
        float[] floats = floats();
        Arrays.setAll(values, i -> floats[i]);
        return values;
    }

    /** Any integer type as longs; U8 as 0 to 255, BOOL as 0 and 1. */
    public long[] longs() {
        if (dtype.isFloat()) {
            throw wrongType("longs() reads integers; use doubles()");
        }
        long[] values = new long[elementCount()];
        ByteBuffer bytes = buffer();
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (dtype) {
                        case I64 -> bytes.getLong(8 * i);
                        case I32 -> bytes.getInt(4 * i);
                        case I16 -> bytes.getShort(2 * i);
                        case U8 -> bytes.get(i) & 0xFF;
                        case BOOL -> bytes.get(i) == 0 ? 0 : 1;
                        default -> bytes.get(i);
                    };
        }
        return values;
    }

    /** U8, I8 or BOOL as a copy of its bytes. */
    public byte[] bytes() {
        if (dtype.size() != 1) {
            throw wrongType("bytes() reads one-byte types; use buffer() for raw bytes");
        }
        byte[] values = new byte[elementCount()];
        buffer().get(values);
        return values;
    }

    /** Equal type, shape and bits: NaN equals the same NaN, 0.0 differs from -0.0. */
    @Override
    public boolean equals(Object other) {
        return other instanceof TensorData t
                && dtype == t.dtype
                && Arrays.equals(shape, t.shape)
                && data.equals(t.data);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * dtype.hashCode() + Arrays.hashCode(shape)) + data.hashCode();
    }

    /** Type and shape: {@code F32[2, 3]}. */
    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }

    /** Bytes of a tensor; {@link IllegalArgumentException} if a size is negative or overflows. */
    static long byteSize(DType dtype, long[] shape) {
        long size = dtype.size();
        for (long n : shape) {
            require(n >= 0, "shape %s has a negative size", Arrays.toString(shape));
            try {
                size = Math.multiplyExact(size, n);
            } catch (ArithmeticException e) {
                throw new BrokenRuleException(
                        "shape " + Arrays.toString(shape) + " overflows a 64-bit size", e);
            }
        }
        return size;
    }

    /** IEEE 754 binary16 (1 sign, 5 exponent, 10 fraction bits) to binary32: always exact. */
    static float halfToFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >> 10 & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0) { // zero and subnormals: fraction · 2⁻²⁴
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1F ? 0xFF : exponent + (127 - 15); // infinities and NaNs stay so
        return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
    }

    /** Zeroed and little-endian; one Java array bounds what a tensor in memory can be. */
    private static ByteBuffer allocate(int count, DType dtype) {
        long size = (long) count * dtype.size();
        boolean small = size <= Integer.MAX_VALUE;
        require(small, "%d elements of %s exceed 2 GiB: split the tensor", count, dtype);
        return ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void requireFloat(String call) {
        if (!dtype.isFloat()) {
            throw wrongType(call + " reads floating-point numbers; use longs()");
        }
    }

    private IllegalStateException wrongType(String problem) {
        return new IllegalStateException("tensor " + this + ": " + problem);
    }
}
