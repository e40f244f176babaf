package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/** Small constants for kernels, in libtorch's own memory. */
final class Constants {
    private Constants() {}

    /** {@code k} times the same number, float32, beside {@code f}. */
    static NDArray full(NDArray f, double value, long k) {
        return f.getManager().full(new Shape(k), (float) value, DataType.FLOAT32, f.getDevice());
    }
}
