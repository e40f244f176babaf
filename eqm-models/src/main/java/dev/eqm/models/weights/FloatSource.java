package dev.eqm.models.weights;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import java.nio.file.Path;

/** Floating-point tensors of any width as float32, without losing a bit. */
final class FloatSource {
    private FloatSource() {}

    /**
     * The tensor in float32.
     *
     * @param what names it in messages
     * @throws CheckpointException for integers at once, for doubles that float32 would round when
     *     they are fetched
     */
    static TensorSource of(Path file, String what, TensorSource tensor) {
        if (tensor.dtype() == DType.F32) {
            return tensor;
        }
        if (!tensor.dtype().isFloat()) {
            throw CheckpointException.of(
                    file, "%s is %s, but weights must be floating-point", what, tensor);
        }
        return new TensorSource(DType.F32, tensor.shape(), () -> widened(file, what, tensor.get()));
    }

    private static TensorData widened(Path file, String what, TensorData tensor) {
        if (tensor.dtype() != DType.F64) {
            return TensorData.of(tensor.floats(), tensor.shape());
        }
        double[] doubles = tensor.doubles();
        float[] floats = new float[doubles.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) doubles[i];
            if (Double.compare(floats[i], doubles[i]) != 0) {
                throw CheckpointException.of(
                        file,
                        "%s is %s with %s, which float32 would round; if that "
                                + "is intended, convert it in Python (.float())",
                        what,
                        tensor,
                        doubles[i]);
            }
        }
        return TensorData.of(floats, tensor.shape());
    }
}
