package dev.eqm.models.onnx;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A linear layer y = Wx + b on its way into a graph. Whatever is known at export can be multiplied
 * into it, so that the graph does not compute it at every step. Numbers are fetched when they are
 * written.
 *
 * @param weight W, [out, in], row by row
 * @param bias b, [out]
 */
record Linear(Supplier<float[]> weight, Supplier<float[]> bias, int out, int in) {
    /**
     * The layer of that name.
     *
     * <p>A convolution of [out, C, h, w] is a layer of C·h·w inputs.
     */
    static Linear of(Map<String, TensorSource> weights, String layer) {
        TensorSource weight = weights.get(layer + ".weight");
        TensorSource bias = weights.get(layer + ".bias");
        int out = Math.toIntExact(weight.shape()[0]);
        int in = Math.toIntExact(Arrays.stream(weight.shape()).skip(1).reduce(1, (a, b) -> a * b));
        return new Linear(() -> weight.get().floats(), () -> bias.get().floats(), out, in);
    }

    /** Several layers of the same inputs as one, their outputs one after the other. */
    static Linear joined(List<Linear> layers) {
        int out = layers.stream().mapToInt(Linear::out).sum();
        return new Linear(
                () -> concatenated(layers.stream().map(Linear::weight).toList()),
                () -> concatenated(layers.stream().map(Linear::bias).toList()),
                out,
                layers.get(0).in);
    }

    private static float[] concatenated(List<Supplier<float[]>> parts) {
        List<float[]> all = parts.stream().map(Supplier::get).toList();
        float[] joined = new float[all.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (float[] part : all) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }

    /** Output i multiplied by {@code factors[i]}. */
    Linear scaled(float[] factors) {
        return new Linear(
                () -> {
                    float[] w = weight.get();
                    for (int k = 0; k < w.length; k++) {
                        w[k] *= factors[k / in];
                    }
                    return w;
                },
                () -> {
                    float[] b = bias.get();
                    for (int k = 0; k < out; k++) {
                        b[k] *= factors[k];
                    }
                    return b;
                },
                out,
                in);
    }

    /** {@code more[i]} added to output i. */
    Linear plus(float[] more) {
        return new Linear(
                weight,
                () -> {
                    float[] b = bias.get();
                    for (int k = 0; k < out; k++) {
                        b[k] += more[k];
                    }
                    return b;
                },
                out,
                in);
    }

    /** Some of the outputs, in this order. */
    Linear rows(int[] which) {
        return new Linear(
                () -> {
                    float[] all = weight.get();
                    float[] some = new float[which.length * in];
                    for (int k = 0; k < which.length; k++) {
                        System.arraycopy(all, which[k] * in, some, k * in, in);
                    }
                    return some;
                },
                () -> {
                    float[] all = bias.get();
                    float[] some = new float[which.length];
                    for (int k = 0; k < some.length; k++) {
                        some[k] = all[which[k]];
                    }
                    return some;
                },
                which.length,
                in);
    }

    /** Wᵀ, [in, out]: the right side of x·Wᵀ. */
    TensorSource transposed() {
        return source(
                () -> {
                    float[] w = weight.get();
                    float[] t = new float[w.length];
                    for (int i = 0; i < out; i++) {
                        for (int j = 0; j < in; j++) {
                            t[j * out + i] = w[i * in + j];
                        }
                    }
                    return t;
                },
                in,
                out);
    }

    /** W as a convolution of a size of one, [out, in, 1]. */
    TensorSource convolution() {
        return source(weight, out, in, 1);
    }

    /** b, with leading sizes of 1 if need be. */
    TensorSource bias(long... shape) {
        return source(bias, shape);
    }

    private static TensorSource source(Supplier<float[]> values, long... shape) {
        return new TensorSource(DType.F32, shape, () -> TensorData.of(values.get(), shape));
    }
}
