package dev.eqm.sample.landscape;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Kernel;

/** Norms and directions of samples. */
final class RowNorms {
    private static final Kernel KERNEL = Kernel.text(RowNorms.class, "landscape.py");

    private RowNorms() {}

    /** ‖x‖² of every sample, summed in float64: [N, ...] -> N numbers. */
    static double[] squares(NDArray x) {
        try (NDArray sums = KERNEL.call("squares", x)) {
            return sums.toDoubleArray();
        }
    }

    /** x/‖x‖ of every sample; zeros stay zeros. Same shape and type. */
    static NDArray directions(NDArray x) {
        return KERNEL.call("directions", x);
    }
}
