package dev.eqm.cli.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Tf32;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import java.util.List;
import java.util.Locale;

/**
 * The device's own rate of matrix products, by type: what the speed of a network can be held
 * against. A product of two N x N matrices counts as 2 N³ operations.
 *
 * <p>Each type is checked before any is timed. The relative error ‖P − P₆₄‖ / ‖P₆₄‖, where P₆₄ is
 * the CPU's product in float64 of the same numbers, rounded to that type, must be at most the
 * tolerance of {@link Type}. TF32 is no type of its own: with {@code tf32: true} on a GPU, float32
 * is measured as TF32 and checked against its tolerance.
 */
final class ProductsBenchmark implements Benchmark {
    private static final int SIDE = 1024;
    private static final int SIDE_ON_GPU = 8192; // large enough that a launch costs nothing
    private static final int CHECKED = 256;

    private static final double TF32_TOLERANCE = 2e-3; // 10 bits of fraction

    /**
     * What is multiplied.
     *
     * @param number libtorch's for this type
     * @param tolerance largest relative error; results are rounded to the type as well
     */
    enum Type {
        FLOAT32(6, 1e-5),
        FLOAT64(7, 1e-13),
        BFLOAT16(15, 5e-3);

        private final Kernel kernel;
        private final double tolerance;

        Type(int number, double tolerance) {
            this.kernel = Kernel.text(ProductsBenchmark.class, "products.py").with("TYPE", number);
            this.tolerance = tolerance;
        }

        /** One of the methods of the text, on one array. */
        NDArray call(String method, NDArray x) {
            return kernel.call(method, x);
        }

        /** As in tables. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public boolean dependsOnPrecision() {
        return false;
    }

    @Override
    public double bytes(Workload w) {
        return 3.0 * (8 + 4 + 2) * side(w) * side(w);
    }

    private static int side(Workload w) {
        return w.device().isGpu() ? SIDE_ON_GPU : SIDE;
    }

    /** Checks every type, then lets them take turns. */
    @Override
    public List<Comparison> run(Workload w) {
        Tf32.use(w.config().tf32(), w.device());
        int n = side(w);
        try (GradMode off = GradMode.off();
                Arena arena = Arena.open(w.device(), "products")) {
            for (Type type : Type.values()) {
                boolean tf32 = type == Type.FLOAT32 && w.config().tf32() && w.device().isGpu();
                check(w.device(), type, tf32 ? TF32_TOLERANCE : type.tolerance);
            }
            NDArray numbers = Workload.noise(arena, n, n);
            Paired paired = new Paired();
            for (Type type : Type.values()) {
                NDArray a = arena.hold(type.call("rounded", numbers));
                paired.add(type.word(), w.timed(() -> type.call("row", a)));
            }
            String title = "product of two matrices of " + n + "x" + n;
            double operations = 2e-9 * n * n * n;
            return List.of(
                    w.comparison(
                            "products",
                            title,
                            1,
                            paired.measure(1, w.rounds()),
                            operations,
                            "GFLOP/s"));
        }
    }

    private static void check(Device device, Type type, double tolerance) {
        try (Arena arena = Arena.open(device, "products");
                Scope scope = Scope.open()) {
            NDArray a = type.call("rounded", Workload.noise(arena, CHECKED, CHECKED));
            require(type, error(type, type.call("square", a), a), tolerance);
        }
    }

    /** ‖P − A A‖ / ‖A A‖, the product A A by the CPU in float64. */
    static double error(Type type, NDArray product, NDArray a) {
        NDArray exact = onCpu(type, a);
        NDArray want = Type.FLOAT64.call("square", exact);
        double gap = onCpu(type, product).sub(want).norm().getDouble();
        return gap / want.norm().getDouble();
    }

    private static NDArray onCpu(Type type, NDArray x) {
        return type.call("wide", x).toDevice(Device.cpu(), false);
    }

    /** Also an error that is not a number is too large. */
    static void require(Type type, double error, double tolerance) {
        if (!(error <= tolerance)) {
            throw new IllegalStateException(
                    Report.text(
                            "products in %s are wrong on this device: their relative error is %.2g, "
                                    + "but at most %.2g is right; run `eqm doctor`, and check which "
                                    + "libtorch is loaded",
                            type.word(), error, tolerance));
        }
    }
}
