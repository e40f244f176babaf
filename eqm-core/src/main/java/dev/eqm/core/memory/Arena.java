package dev.eqm.core.memory;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.startup.Startup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A device and the arrays that live on it until the arena is closed: weights, moments, constants, a
 * run's inputs.
 *
 * <p>Everything made here is libtorch's own memory, never a view of a Java buffer, so it may be
 * closed while a graph still needs it. An array made while a {@link Scope} is open belongs to that
 * scope; say {@link #hold} to let it live as long as the arena.
 */
public final class Arena implements AutoCloseable {
    private static final ThreadLocal<ByteBuffer> STAGING =
            ThreadLocal.withInitial(() -> direct(1 << 16));

    private final NDManager manager;

    private Arena(NDManager manager) {
        this.manager = manager;
    }

    /** An arena of its own on a device; {@code name} appears in leak reports. */
    public static Arena open(Device device, String name) {
        requireGiven("device", device, "name", name);
        NDManager manager = Startup.engine().newBaseManager(device);
        manager.setName(name);
        return new Arena(manager);
    }

    /** An arena on the CPU. */
    public static Arena cpu(String name) {
        requireGiven("name", name);
        return open(Device.cpu(), name);
    }

    /** Where the arrays live. */
    public Device device() {
        return manager.getDevice();
    }

    /** A float32 array with a copy of {@code values}. */
    public NDArray of(float[] values, long... shape) {
        ByteBuffer buffer = staging(4L * values.length);
        buffer.asFloatBuffer().put(values);
        return copied(buffer, DataType.FLOAT32, shape);
    }

    /** A float64 array with a copy of {@code values}. */
    public NDArray of(double[] values, long... shape) {
        ByteBuffer buffer = staging(8L * values.length);
        buffer.asDoubleBuffer().put(values);
        return copied(buffer, DataType.FLOAT64, shape);
    }

    /** An int64 array with a copy of {@code values}. */
    public NDArray of(long[] values, long... shape) {
        ByteBuffer buffer = staging(8L * values.length);
        buffer.asLongBuffer().put(values);
        return copied(buffer, DataType.INT64, shape);
    }

    /** Row numbers as an int64 array. */
    public NDArray index(int[] rows) {
        return of(Arrays.stream(rows).asLongStream().toArray(), rows.length);
    }

    /**
     * A float32 array with a copy of little-endian bytes, without a detour through a Java array.
     */
    public NDArray floats(ByteBuffer littleEndian, long... shape) {
        ByteBuffer source = littleEndian.duplicate();
        ByteBuffer buffer = staging(source.remaining());
        buffer.put(source).flip();
        return copied(buffer, DataType.FLOAT32, shape);
    }

    /**
     * A float32 array over a direct buffer: on a CPU without a copy, so that pages of a mapped file
     * are loaded when they are used. Never change it, and never let a gradient flow through it
     * after it is closed.
     *
     * @param littleEndian direct; need not be writable
     */
    public NDArray over(ByteBuffer littleEndian, long... shape) {
        return manager.create(littleEndian.slice(), new Shape(shape), DataType.FLOAT32);
    }

    /** Zeros, float32. */
    public NDArray zeros(long... shape) {
        return manager.zeros(new Shape(shape), DataType.FLOAT32);
    }

    /** One value everywhere, float32. */
    public NDArray full(double value, long... shape) {
        return manager.full(new Shape(shape), (float) value, DataType.FLOAT32);
    }

    /** A 0-d float32 array: what kernels take instead of a Java number. */
    public NDArray scalar(double value) {
        return full(value);
    }

    /** Takes an array out of the current scope and into this arena, for good. */
    public NDArray hold(NDArray array) {
        NDScope.unregister(array);
        array.attach(manager);
        return array;
    }

    /** Forbids further arrays: from here on one that strays into this arena throws at once. */
    public Arena seal() {
        manager.cap();
        return this;
    }

    /** How many arrays are open here. */
    public int openArrays() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }

    private NDArray copied(ByteBuffer buffer, DataType type, long... shape) {
        Shape wanted = new Shape(shape);
        long bytes = wanted.size() * type.getNumOfBytes();
        if (bytes != buffer.limit()) {
            throw new BrokenRuleException(
                    "shape "
                            + wanted
                            + " needs "
                            + wanted.size()
                            + " values, got "
                            + buffer.limit() / type.getNumOfBytes());
        }
        try (NDArray view = manager.create(buffer.rewind(), wanted, type)) {
            return view.duplicate();
        }
    }

    /**
     * Direct buffers are slow to allocate: one a thread, grown as needed, is copied out of before
     * the next use.
     */
    private static ByteBuffer staging(long bytes) {
        int size = Math.toIntExact(bytes);
        ByteBuffer buffer = STAGING.get();
        if (buffer.capacity() < size) {
            buffer =
                    direct(
                            Math.max(
                                    size,
                                    (int) Math.min(Integer.MAX_VALUE, 2L * buffer.capacity())));
            STAGING.set(buffer);
        }
        buffer.clear().limit(size);
        return buffer;
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
