package dev.eqm.core.store;

import java.util.Arrays;

/**
 * What a safetensors header says of one tensor: type, shape, and the bytes {@code [begin, end)} of
 * the file (counted from the file's start) where it lies. A name is not part of it: the header maps
 * names to these.
 */
public record TensorInfo(DType dtype, long[] shape, long begin, long end) {
    public TensorInfo {
        shape = shape.clone();
    }

    /** A copy of the shape. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    public long byteCount() {
        return end - begin;
    }

    /** The product of the shape; may exceed what a {@link TensorData} can hold. */
    public long elementCount() {
        return byteCount() / dtype.size();
    }

    /** Type and shape: {@code F32[2, 3]}. */
    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
