package dev.eqm.cli.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.sit.SiT;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A transformer block written with plain array operations, one JNI call each: the attention matrix
 * is materialised, GELU is composed. It has copies of the weights, because views of a parameter
 * would join the sealed ones; scalars are 0-d arrays that live as long as the block.
 */
final class PlainBlock {
    private final Map<String, NDArray> weights = new LinkedHashMap<>();
    private final int heads;
    private final NDArray epsilon;
    private final NDArray one;
    private final NDArray half;
    private final NDArray cubic;
    private final NDArray slope;
    private final NDArray scale;

    /**
     * Copies the weights of a network's block into an arena.
     *
     * @param block which one, from 0
     */
    PlainBlock(Arena arena, SiT network, int block) {
        for (String layer : new String[] {"attn.qkv", "attn.proj", "mlp.fc1", "mlp.fc2"}) {
            for (String part : new String[] {".weight", ".bias"}) {
                NDArray given = network.parameters().get("blocks." + block + "." + layer + part);
                NDArray copy = arena.of(given.toFloatArray(), given.getShape().getShape());
                copy.setRequiresGradient(true);
                weights.put(layer + part, copy);
            }
        }
        heads = network.architecture().heads();
        epsilon = arena.scalar(1e-6);
        one = arena.scalar(1);
        half = arena.scalar(0.5);
        cubic = arena.scalar(0.044715);
        slope = arena.scalar(Math.sqrt(2 / Math.PI));
        scale = arena.scalar(1 / Math.sqrt(network.architecture().width() / (double) heads));
    }

    /** Its parameters. */
    NDList weights() {
        return new NDList(weights.values());
    }

    /** x [N, T, D], modulation [N, 6D] -> [N, T, D]. */
    NDArray forward(NDArray x, NDArray modulation) {
        try (Scope scope = Scope.open()) {
            NDList parts = modulation.expandDims(1).split(6, 2); // each [N, 1, D]
            NDArray h = modulate(norm(x), parts.get(0), parts.get(1));
            NDArray y = x.add(attention(h).mul(parts.get(2)));
            NDArray h2 = modulate(norm(y), parts.get(3), parts.get(4));
            return scope.keep(y.add(mlp(h2).mul(parts.get(5))));
        }
    }

    /** (x − mean) / √(variance + 10⁻⁶) over the last axis, without weights. */
    private NDArray norm(NDArray x) {
        int[] last = {2};
        NDArray centred = x.sub(x.mean(last, true));
        NDArray variance = centred.mul(centred).mean(last, true);
        return centred.div(variance.add(epsilon).sqrt());
    }

    /** x·(1 + factor) + shift: adaLN. */
    private NDArray modulate(NDArray x, NDArray shift, NDArray factor) {
        return x.mul(factor.add(one)).add(shift);
    }

    /** softmax(QKᵀ/√(D/K))·V for every head, then the projection. */
    private NDArray attention(NDArray x) {
        long n = x.getShape().get(0);
        long t = x.getShape().get(1);
        long d = x.getShape().get(2);
        NDArray qkv =
                linear(x, "attn.qkv")
                        .reshape(n, t, 3, heads, d / heads)
                        .transpose(2, 0, 3, 1, 4); // [3, N, K, T, D/K]
        NDArray scores = qkv.get(0).matMul(qkv.get(1).transpose(0, 1, 3, 2)).mul(scale);
        NDArray mixed = scores.softmax(3).matMul(qkv.get(2)); // [N, K, T, D/K]
        return linear(mixed.transpose(0, 2, 1, 3).reshape(n, t, d), "attn.proj");
    }

    /** GELU in its tanh form, as published: u/2·(1 + tanh(√(2/π)·(u + 0.044715 u³))). */
    private NDArray mlp(NDArray x) {
        NDArray u = linear(x, "mlp.fc1");
        NDArray inner = u.add(u.mul(u).mul(u).mul(cubic)).mul(slope);
        return linear(u.mul(half).mul(inner.tanh().add(one)), "mlp.fc2");
    }

    /** xWᵀ + b; weights are [out, in] as in PyTorch. */
    private NDArray linear(NDArray x, String name) {
        return x.matMul(weights.get(name + ".weight").transpose()).add(weights.get(name + ".bias"));
    }
}
