package dev.eqm.cli.bench.gpu;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.Arrays;

/** What a device reaches in large square matrix products: 2n³ FLOPs each. */
final class ProductRate {
    private static final int ROUNDS = 7;
    private static final Kernel KERNEL = Kernel.text(ProductRate.class, "product.py");

    private ProductRate() {}

    /** FLOPs a second, the median of some rounds. */
    static double of(Device device, Precision precision, int n) {
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(device, "products");
                Scope scope = Scope.open()) {
            DeviceMode mode = new DeviceMode(device, DeviceMode.Kind.FLOAT32);
            NDArray a = inPrecision(precision, mode.normal(arena, 1, n, n));
            NDArray b = inPrecision(precision, mode.normal(arena, 2, n, n));
            double[] seconds = new double[ROUNDS];
            for (int i = -2; i < ROUNDS; i++) { // two to warm up
                long begin = System.nanoTime();
                try (Scope round = Scope.open()) {
                    await(KERNEL.call("product", a, b));
                }
                if (i >= 0) {
                    seconds[i] = (System.nanoTime() - begin) * 1e-9;
                }
            }
            Arrays.sort(seconds);
            return 2.0 * n * n * n / seconds[ROUNDS / 2];
        }
    }

    private static NDArray inPrecision(Precision precision, NDArray a) {
        return precision == Precision.BFLOAT16 ? KERNEL.call("short", a) : a;
    }

    /** Waits until the device has computed it. */
    static void await(NDArray result) {
        try (NDArray one = KERNEL.call("first", result)) {
            one.toFloatArray();
        }
    }
}
