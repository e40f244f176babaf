package dev.eqm.models.sit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.kernel.KernelException;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The blocks of a network for sampling on a CPU: what {@link SiTBlock} computes, without a
 * gradient, in 0.4 to 1.0 of the time (BENCHMARKS.md, "Sampling on a CPU").
 *
 * <p>Weights are copied once into the layout in which oneDNN multiplies, bfloat16 if that is the
 * precision, and all blocks are one kernel call. In float32 the answer differs from the block's by
 * rounding (about 10⁻⁷ of its norm); in bfloat16 the attention multiplies in bfloat16 too, and the
 * answer differs by what bfloat16 differs from float32 anyway.
 *
 * <p>Costs the memory of the copies: the products' weights, half of it in bfloat16. Safe for use by
 * many threads.
 */
final class PackedBlocks implements AutoCloseable {
    private static final Map<Precision, Boolean> WORKS = new ConcurrentHashMap<>();

    private final Kernel kernel;
    private final NDList weights;
    private final Arena arena;
    private final NDList packed = new NDList();

    /**
     * Copies nothing yet.
     *
     * @param weights qkv, proj, fc1, fc2 (weight and bias each) of every block in turn, which must
     *     stay open
     */
    PackedBlocks(int heads, Precision precision, NDList weights, Device device) {
        this.kernel = kernel(heads, precision);
        this.weights = weights;
        this.arena = Arena.open(device, "packed weights");
    }

    private static Kernel kernel(int heads, Precision precision) {
        return Kernel.text(PackedBlocks.class, "packed.py")
                .with("HEADS", heads)
                .with("BF16", precision == Precision.BFLOAT16);
    }

    /**
     * Whether this libtorch has these operations, and this processor the instructions for them:
     * found out once by a block of random numbers, so that the answer is the same all day.
     */
    static boolean work(Precision precision, Device device) {
        return !device.isGpu() && WORKS.computeIfAbsent(precision, PackedBlocks::tried);
    }

    private static boolean tried(Precision precision) {
        int d = 16;
        NDList weights = new NDList();
        try (GradMode off = GradMode.off();
                Arena arena = Arena.cpu("packed weights, tried");
                Scope scope = Scope.open()) {
            for (long[] shape : List.of(new long[] {3L * d, d}, new long[] {d, d})) {
                weights.add(arena.full(0.1, shape));
                weights.add(arena.zeros(shape[0]));
            }
            weights.addAll(
                    new NDList(
                            arena.full(0.1, 4L * d, d),
                            arena.zeros(4L * d),
                            arena.full(0.1, d, 4L * d),
                            arena.zeros(d)));
            try (PackedBlocks blocks = new PackedBlocks(2, precision, weights, Device.cpu())) {
                NDArray x = Noise.normal(arena, new long[] {1}, new Shape(2, 3, d)).squeeze(0);
                NDList modulations = new NDList(arena.full(0.5, 2, 6L * d));
                blocks.forward(x, modulations);
                return true;
            }
        } catch (KernelException e) {
            return false; // an operation is not there, or not for this type on this processor
        }
    }

    /**
     * All blocks.
     *
     * @param tokens [N, T, D]
     * @param modulations one [N, 6D] for each block; more may follow
     * @return [N, T, D], owned by the caller's scope
     */
    NDArray forward(NDArray tokens, NDList modulations) {
        return kernel.call("blocks").with(tokens).list(modulations).list(packed(tokens)).one();
    }

    /** The layout depends on the number of rows a little; the first call's decides. */
    private synchronized NDList packed(NDArray tokens) {
        if (packed.isEmpty()) {
            try (Scope scope = Scope.open()) {
                NDList all = kernel.call("pack").with(tokens).list(weights).all();
                all.forEach(arena::hold);
                packed.addAll(all);
            }
        }
        return packed;
    }

    @Override
    public void close() {
        arena.close();
    }
}
