package dev.eqm.core.store;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A tensor whose type and shape are known and whose numbers are fetched when they are needed: what
 * a file of many gigabytes is written from, one tensor at a time.
 *
 * @param data gives a tensor of that type and shape; each call may read or compute anew
 */
public record TensorSource(DType dtype, long[] shape, Supplier<TensorData> data) {
    public TensorSource {
        shape = shape.clone();
        TensorData.byteSize(dtype, shape);
    }

    /** A tensor that is there already. */
    public static TensorSource of(TensorData tensor) {
        return new TensorSource(tensor.dtype(), tensor.shape(), () -> tensor);
    }

    /** Tensors that are there already, in the map's order. */
    public static Map<String, TensorSource> of(Map<String, TensorData> tensors) {
        Map<String, TensorSource> all = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> all.put(name, of(tensor)));
        return all;
    }

    /** A copy of the shape. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** Bytes of its numbers. */
    public long byteCount() {
        return TensorData.byteSize(dtype, shape);
    }

    /** Its numbers. */
    public TensorData get() {
        TensorData tensor = data.get();
        if (tensor.dtype() != dtype || !Arrays.equals(tensor.shape(), shape)) {
            throw new IllegalStateException(this + " was announced, " + tensor + " came");
        }
        return tensor;
    }

    /** Type and shape: {@code F32[2, 3]}. */
    @Override
    public String toString() {
        return dtype + Arrays.toString(shape);
    }
}
