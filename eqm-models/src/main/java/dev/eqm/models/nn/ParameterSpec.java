package dev.eqm.models.nn;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.function.Supplier;

/**
 * One named array of a network.
 *
 * @param name the published name, for example {@code blocks.3.attn.qkv.weight}
 * @param init how a fresh one starts
 * @param trainable false for fixed tables, which are stored and averaged but never optimised
 */
public record ParameterSpec(String name, Shape shape, Init init, boolean trainable) {
    public ParameterSpec {
        requireGiven("name", name, "shape", shape, "init", init);
    }

    /** A trained parameter. */
    public static ParameterSpec trained(String name, Init init, long... shape) {
        return new ParameterSpec(name, new Shape(shape), init, true);
    }

    /**
     * Weight and bias of a layer: {@code name.weight} of that shape, {@code name.bias} of its first
     * size.
     *
     * @param shape [out, in] of a linear layer, [O, C, h, w] of a convolution, [C] of a norm
     */
    public static List<ParameterSpec> layer(String name, Init weight, Init bias, long... shape) {
        return List.of(
                trained(name + ".weight", weight, shape), trained(name + ".bias", bias, shape[0]));
    }

    /** The same array, stored and never optimised. */
    public ParameterSpec frozen() {
        return new ParameterSpec(name, shape, init, false);
    }

    /** A fixed table. */
    public static ParameterSpec fixed(String name, float[] table, long... shape) {
        return fixed(name, () -> table, shape);
    }

    /** A fixed table that costs nothing until it is drawn. */
    public static ParameterSpec fixed(String name, Supplier<float[]> table, long... shape) {
        return new ParameterSpec(name, new Shape(shape), new Init.Table(table), false);
    }

    /** How many numbers. */
    public long size() {
        return shape.size();
    }
}
