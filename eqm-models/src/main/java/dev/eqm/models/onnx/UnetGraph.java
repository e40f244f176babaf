package dev.eqm.models.onnx;

import static dev.eqm.models.onnx.OnnxGraph.attribute;

import dev.eqm.core.store.TensorSource;
import dev.eqm.models.unet.UnetConfig;
import dev.eqm.models.unet.UnetPlan;
import dev.eqm.models.unet.UnetPlan.Layer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * The U-Net in the order of its plan, without dropout. A residual block's scale and shift are
 * joined with the scale and shift of the norm before them, so that a feature map is multiplied once
 * and added to once.
 *
 * <p>Letters: C channels, T = H·W pixels, K heads of d numbers.
 */
record UnetGraph(UnetConfig config) implements NetworkGraph {
    private static final int GROUPS = 32;

    @Override
    public boolean usesLabels() {
        return config.usesLabels();
    }

    @Override
    public List<Piece> pieces() {
        List<Piece> all = new ArrayList<>();
        for (Layer l : UnetPlan.of(config).residuals()) {
            all.addAll(List.of(Piece.scale(l.out()), Piece.plain(l.out())));
        }
        return all;
    }

    @Override
    public Modulations.Place place() {
        return Modulations.Place.PIXELS;
    }

    @Override
    public LabelLayers labelLayers(Map<String, TensorSource> weights) {
        List<Linear> all =
                UnetPlan.of(config).residuals().stream()
                        .map(l -> Linear.of(weights, l.name() + "emb_layers.1"))
                        .toList();
        return new LabelLayers(weights, "label_emb.weight", "time_embed.", Linear.joined(all));
    }

    @Override
    public String gradient(
            OnnxGraph graph, String x, Modulations labels, Map<String, TensorSource> weights) {
        Pass pass = new Pass(new Layers(graph), labels, weights);
        UnetPlan plan = UnetPlan.of(config);
        Deque<String> kept = new ArrayDeque<>();
        String h = x;
        for (List<Layer> block : plan.down()) {
            h = pass.run(block, h);
            kept.push(h);
        }
        h = pass.run(plan.middle(), h);
        for (List<Layer> block : plan.up()) {
            Layer first = block.get(0);
            String joined =
                    graph.node(
                            "Concat",
                            first.name() + "joined",
                            List.of(h, kept.pop()),
                            attribute("axis", 1L));
            h = pass.run(block, joined);
        }
        return pass.last(h, plan.last());
    }

    /** One way through the layers, which meets the residual blocks in order. */
    private final class Pass {
        private final Layers layers;
        private final Modulations labels;
        private final Map<String, TensorSource> weights;
        private int met;
        private int unnamed;

        Pass(Layers layers, Modulations labels, Map<String, TensorSource> weights) {
            this.layers = layers;
            this.labels = labels;
            this.weights = weights;
        }

        String run(List<Layer> block, String x) {
            String h = x;
            for (Layer l : block) {
                h =
                        switch (l.kind()) {
                            case STEM -> convolution(l.name(), h);
                            case RESIDUAL -> residual(l, h);
                            case ATTENTION -> attention(l, h);
                            case HALF -> halved(h);
                            case DOUBLE -> doubled(h);
                        };
            }
            return h;
        }

        private String convolution(String name, String x) {
            return layers.convolution(
                    name, x, weights.get(name + ".weight"), weights.get(name + ".bias"));
        }

        /** Convolution, scale and shift, convolution, around a shortcut. */
        private String residual(Layer l, String x) {
            String name = l.name();
            String h = normed(name + "in_layers.0", x, l.in(), l.side());
            String wide = convolution(name + "in_layers.2", layers.silu(name + "in_silu", h));
            String scaled = modulated(l, wide);
            String y = convolution(name + "out_layers.3", layers.silu(name + "out_silu", scaled));
            String around = l.in() == l.out() ? x : convolution(name + "skip_connection", x);
            return layers.add(name + "sum", around, y);
        }

        /** GroupNorm with its own scale and shift. */
        private String normed(String name, String x, int channels, int side) {
            String plain = layers.groupNorm(name + ".grouped", x, GROUPS, channels, side);
            return affine(name, plain, numbers(name + ".weight"), numbers(name + ".bias"));
        }

        private float[] numbers(String name) {
            return weights.get(name).get().floats();
        }

        private String affine(String name, String x, float[] scale, float[] shift) {
            String s = layers.graph().floats(name + ".scale", scale, scale.length, 1, 1);
            String b = layers.graph().floats(name + ".shift", shift, shift.length, 1, 1);
            return layers.add(name, layers.mul(name + ".scaled", x, s), b);
        }

        /** (norm·w + b)(1 + scale) + shift as norm·w(1 + scale) + (b(1 + scale) + shift). */
        private String modulated(Layer l, String x) {
            String name = l.name() + "out_layers.0";
            int scale = 2 * met;
            int shift = scale + 1;
            met++;
            float[] w = numbers(name + ".weight");
            float[] b = numbers(name + ".bias");
            String plain = layers.groupNorm(name + ".grouped", x, GROUPS, l.out(), l.side());
            if (labels.isKnown()) {
                float[] s = labels.numbers(scale);
                float[] moved =
                        each(each(b, s, (p, q) -> p * q), labels.numbers(shift), Double::sum);
                return affine(name, plain, each(w, s, (p, q) -> p * q), moved);
            }
            OnnxGraph graph = layers.graph();
            String weight = graph.floats(name + ".weight", w, w.length, 1, 1);
            String bias = graph.floats(name + ".bias", b, b.length, 1, 1);
            String a = layers.mul(name + ".scale", labels.value(scale), weight); // [N, C, 1, 1]
            String moved = layers.mul(name + ".moved", labels.value(scale), bias);
            String c = layers.add(name + ".shift", moved, labels.value(shift));
            return layers.add(name, layers.mul(name + ".scaled", plain, a), c);
        }

        private float[] each(float[] a, float[] b, DoubleBinaryOperator of) {
            float[] all = new float[a.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = (float) of.applyAsDouble(a[i], b[i]);
            }
            return all;
        }

        /** Over all pixels, around a shortcut; 1/√d is in the weights of the queries. */
        private String attention(Layer l, String x) {
            String name = l.name();
            int c = l.in();
            int each = c / config.heads();
            long pixels = (long) l.side() * l.side();
            float[] scales = new float[3 * c];
            Arrays.fill(scales, 1);
            Arrays.fill(scales, 0, c, (float) (1 / Math.sqrt(each)));
            String normed = normed(name + "norm", x, c, l.side());
            String flat = layers.reshape(name + "flat", normed, 0, c, pixels);
            Linear layer = Linear.of(weights, name + "qkv").scaled(scales);
            String qkv = layers.ofColumns(name + "qkv", flat, layer);
            List<String> parts = layers.split(name + "part", qkv, 1, c, c, c); // [N, C, T]
            String q = layers.transpose(name + "q", cut(l, "q", parts.get(0)), 0, 1, 3, 2);
            String v = layers.transpose(name + "v", cut(l, "v", parts.get(2)), 0, 1, 3, 2);
            String mixed = layers.attention(name + "attn", q, cut(l, "k", parts.get(1)), v);
            String back = layers.transpose(name + "back", mixed, 0, 1, 3, 2);
            String columns = layers.reshape(name + "columns", back, 0, c, pixels);
            String y =
                    layers.ofColumns(
                            name + "proj_out", columns, Linear.of(weights, name + "proj_out"));
            String image = layers.reshape(name + "image", y, 0, c, l.side(), l.side());
            return layers.add(name + "sum", x, image);
        }

        /** [N, C, T] -> [N, K, d, T]. */
        private String cut(Layer l, String part, String x) {
            long each = l.in() / config.heads();
            String name = l.name() + part + ".cut";
            return layers.reshape(name, x, 0, config.heads(), each, (long) l.side() * l.side());
        }

        /** Means of 2x2. */
        private String halved(String x) {
            return layers.graph()
                    .node(
                            "AveragePool",
                            "halved." + unnamed++,
                            List.of(x),
                            attribute("kernel_shape", 2, 2),
                            attribute("strides", 2, 2));
        }

        /** Every pixel as 2x2 of it. */
        private String doubled(String x) {
            String scales = layers.graph().constant("twice", new float[] {1, 1, 2, 2}, 4);
            return layers.graph()
                    .node(
                            "Resize",
                            "doubled." + unnamed++,
                            List.of(x, "", scales),
                            attribute("mode", "nearest"),
                            attribute("coordinate_transformation_mode", "asymmetric"),
                            attribute("nearest_mode", "floor"));
        }

        String last(String x, int channels) {
            String normed = normed("out.0", x, channels, config.imageSize());
            return layers.convolution(
                    OUTPUT,
                    layers.silu("out.1", normed),
                    weights.get("out.2.weight"),
                    weights.get("out.2.bias"));
        }
    }
}
