package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import java.util.Arrays;

/** Small constants for kernels, in libtorch's own memory. */
final class Constants {
    private Constants() {}

    /** {@code k} times the same number, beside {@code f}; with all its digits beside float64. */
    static NDArray full(NDArray f, double value, long k) {
        if (f.getDataType() == DataType.FLOAT64) {
            double[] same = new double[Math.toIntExact(k)];
            Arrays.fill(same, value);
            try (Arena arena = Arena.open(f.getDevice(), "constants")) {
                NDArray constants = arena.of(same, k);
                constants.attach(f.getManager());
                return constants;
            }
        }
        return f.getManager().full(new Shape(k), (float) value, DataType.FLOAT32, f.getDevice());
    }
}
