package dev.eqm.models.sit;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.Parameters;
import java.util.function.Supplier;

/**
 * One transformer block: attention and MLP, each behind a modulated LayerNorm and a gate
 * (adaLN-Zero).
 *
 * <p>x ← x + gate₁·attn(norm(x)(1 + scale₁) + shift₁), then x ← x + gate₂·mlp(norm(x)(1 + scale₂) +
 * shift₂). {@link #forward} is one kernel call; the parts are public so that they can be checked
 * alone.
 */
public final class SiTBlock {
    private final Kernel kernel;
    private final NDList attention;
    private final NDList mlp;
    private final NDList weights;

    SiTBlock(Parameters parameters, String prefix, Kernel kernel) {
        this.kernel = kernel;
        this.attention = parameters.layers(prefix, "attn.qkv", "attn.proj");
        this.mlp = parameters.layers(prefix, "mlp.fc1", "mlp.fc2");
        this.weights = new NDList(attention).addAll(mlp);
    }

    /**
     * The kernel text for a number of heads and a precision; blocks of one network share it.
     *
     * <p>With bfloat16 the attention itself stays float32 on a CPU, where its bfloat16 backward
     * pass is the slow part (BENCHMARKS.md), and is bfloat16 on a GPU.
     *
     * @param twice attention as matmul-softmax-matmul, which has a second derivative; flash
     *     attention has none
     */
    static Kernel kernel(int heads, Precision precision, Device device, boolean twice) {
        boolean bf16 = precision == Precision.BFLOAT16;
        return Kernel.text(SiTBlock.class, "block.py")
                .with("TWICE", twice)
                .with("HEADS", heads)
                .with("BF16", bf16)
                .with("BF16_ATTENTION", bf16 && device.isGpu());
    }

    /**
     * The whole block.
     *
     * @param x tokens, [N, T, D]
     * @param modulation [N, 6D]: shift, scale, gate of the attention, then of the MLP
     * @return [N, T, D]
     */
    public NDArray forward(NDArray x, NDArray modulation) {
        return prepared(x, modulation).get();
    }

    /** Everything that {@link #forward} multiplies with. */
    NDList weights() {
        return new NDList(weights);
    }

    /** The kernel of {@link #forward} alone, for fixed arrays: what measurements compare with. */
    public Supplier<NDArray> prepared(NDArray x, NDArray modulation) {
        return kernel.call("block").with(x, modulation).list(weights)::one;
    }

    /** Multi-head self-attention alone: [N, T, D] -> [N, T, D]. */
    public NDArray attention(NDArray x) {
        return kernel.call("attention").with(x).list(attention).one();
    }

    /** The MLP alone (GELU, tanh approximation): [N, T, D] -> [N, T, D]. */
    public NDArray mlp(NDArray x) {
        return kernel.call("mlp").with(x).list(mlp).one();
    }

    /** LayerNorm without affine parameters, ε = 1e-6, over the last axis of [N, T, D]. */
    public NDArray norm(NDArray x) {
        return kernel.call("norm", x);
    }

    /** x(1 + scale) + shift; x [N, T, D], shift and scale [N, D]. */
    public NDArray modulate(NDArray x, NDArray shift, NDArray scale) {
        try (Scope scope = Scope.open()) {
            return scope.keep(kernel.call("modulate", x, shift.expandDims(1), scale.expandDims(1)));
        }
    }
}
