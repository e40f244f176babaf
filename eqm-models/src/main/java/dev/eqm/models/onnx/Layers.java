package dev.eqm.models.onnx;

import static dev.eqm.models.onnx.OnnxGraph.attribute;

import dev.eqm.core.store.TensorSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What networks are made of, in operators of opset 17: every runtime knows those. Names of values
 * are those of the layers.
 *
 * @param graph that is added to
 */
record Layers(OnnxGraph graph) {
    String add(String name, String a, String b) {
        return graph.node("Add", name, List.of(a, b));
    }

    String mul(String name, String a, String b) {
        return graph.node("Mul", name, List.of(a, b));
    }

    /** In row-major order; a size of 0 is that of x, so that the batch may be of any size. */
    String reshape(String name, String x, long... shape) {
        return graph.node("Reshape", name, List.of(x, graph.longs(shape)));
    }

    String transpose(String name, String x, long... axes) {
        return graph.node("Transpose", name, List.of(x), attribute("perm", axes));
    }

    /** Parts of the given sizes along an axis. */
    List<String> split(String name, String x, long axis, long... sizes) {
        List<String> parts =
                IntStream.range(0, sizes.length).mapToObj(i -> name + "." + i).toList();
        return graph.node("Split", List.of(x, graph.longs(sizes)), parts, attribute("axis", axis));
    }

    /** [N, ..., in] -> [N, ..., out]. */
    String linear(String name, String x, Linear layer) {
        String weight = graph.tensor(name + ".weight_t", layer.transposed());
        String product = graph.node("MatMul", name + ".product", List.of(x, weight));
        return add(name, product, graph.tensor(name + ".bias", layer.bias(layer.out())));
    }

    /**
     * A convolution with stride 1 whose answer is as large as x.
     *
     * @param weight [O, C, k, k] with odd k
     */
    String convolution(String name, String x, TensorSource weight, TensorSource bias) {
        long k = weight.shape()[2];
        String w = graph.tensor(name + ".weight", weight);
        String b = graph.tensor(name + ".bias", bias);
        return graph.node(
                "Conv",
                name,
                List.of(x, w, b),
                attribute("kernel_shape", k, k),
                attribute("pads", k / 2, k / 2, k / 2, k / 2));
    }

    /** [N, C, T] -> [N, O, T]: a linear layer of every column. */
    String ofColumns(String name, String x, Linear layer) {
        String w = graph.tensor(name + ".weight", layer.convolution());
        String b = graph.tensor(name + ".bias", layer.bias(layer.out()));
        return graph.node(
                "Conv", name, List.of(x, w, b), attribute("kernel_shape", new long[] {1}));
    }

    /** x·sigmoid(x). */
    String silu(String name, String x) {
        return mul(name, x, graph.node("Sigmoid", name + ".sigmoid", List.of(x)));
    }

    /**
     * GELU in its tanh approximation, ½x(1 + tanh(√(2/π)(x + 0.044715x³))). ONNX has an operator
     * for it from opset 20 on; spelled in this order, runtimes of today know it and fuse it.
     */
    String gelu(String name, String x) {
        String square = mul(name + ".square", x, x);
        String cube = mul(name + ".cube", square, x);
        String small = mul(name + ".small", cube, scalar("gelu_cube", 0.044715));
        String inner = add(name + ".inner", x, small);
        String angle = mul(name + ".angle", inner, scalar("gelu_slope", Math.sqrt(2 / Math.PI)));
        String tanh = graph.node("Tanh", name + ".tanh", List.of(angle));
        String gate = add(name + ".gate", tanh, scalar("one", 1));
        String half = mul(name + ".half", x, scalar("half", 0.5));
        return mul(name, half, gate);
    }

    /** A number that nodes share. */
    String scalar(String name, double value) {
        return graph.constant(name, new float[] {(float) value});
    }

    /**
     * LayerNorm over the last axis, of D numbers, ε = 1e-6.
     *
     * @param scale [D]
     * @param shift [D]
     */
    String norm(String name, String x, float[] scale, float[] shift) {
        String s = graph.floats(name + ".scale", scale, scale.length);
        String b = graph.floats(name + ".shift", shift, shift.length);
        return layerNorm(name, List.of(x, s, b));
    }

    /** The same without scale and shift; the standard wants a scale all the same. */
    String plainNorm(String name, String x, int width) {
        float[] ones = new float[width];
        Arrays.fill(ones, 1);
        return layerNorm(name, List.of(x, graph.constant("ones", ones, width)));
    }

    private String layerNorm(String name, List<String> inputs) {
        return graph.node(
                "LayerNormalization",
                name,
                inputs,
                attribute("axis", -1L),
                attribute("epsilon", 1e-6f));
    }

    /**
     * GroupNorm without scale and shift: [N, C, H, W], ε = 1e-5. Opset 17 has instance norms only,
     * which these are of [N, groups, C/groups·H·W].
     */
    String groupNorm(String name, String x, int groups, long channels, long side) {
        float[] ones = new float[groups];
        Arrays.fill(ones, 1);
        String one = graph.constant("group_ones", ones, groups);
        String zero = graph.constant("group_zeros", new float[groups], groups);
        String grouped = reshape(name + ".groups", x, 0, groups, -1);
        String normed =
                graph.node(
                        "InstanceNormalization",
                        name + ".normed",
                        List.of(grouped, one, zero),
                        attribute("epsilon", 1e-5f));
        return reshape(name, normed, 0, channels, side, side);
    }

    /**
     * softmax(q·k)·v.
     *
     * @param q [N, K, T, d], already divided by √d
     * @param k [N, K, d, T]
     * @param v [N, K, T, d]
     * @return [N, K, T, d]
     */
    String attention(String name, String q, String k, String v) {
        String scores = graph.node("MatMul", name + ".scores", List.of(q, k));
        String shares =
                graph.node("Softmax", name + ".shares", List.of(scores), attribute("axis", -1L));
        return graph.node("MatMul", name + ".mixed", List.of(shares, v));
    }
}
