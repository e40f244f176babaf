package dev.eqm.models.onnx;

import dev.eqm.core.store.DType;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.sit.SiTConfig;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The transformer: patches, blocks, last layer. 1/√d of the attention is in the weights of the
 * queries, the bias of the patches in the position table, and the channels that are dropped at the
 * end are not computed.
 *
 * <p>Letters: T tokens, D width, K heads of d numbers, G tokens a side, p patch.
 */
record SiTGraph(SiTConfig config) implements NetworkGraph {
    /** Pieces of a block: shift, scale and gate of the attention, then of the MLP. */
    private static final int OF_BLOCK = 6;

    @Override
    public boolean usesLabels() {
        return true;
    }

    @Override
    public List<Piece> pieces() {
        int d = config.width();
        List<Piece> all = new ArrayList<>();
        for (int half = 0; half < 2 * config.depth(); half++) {
            all.addAll(List.of(Piece.plain(d), Piece.scale(d), Piece.plain(d)));
        }
        all.addAll(List.of(Piece.plain(d), Piece.scale(d)));
        return all;
    }

    @Override
    public Modulations.Place place() {
        return Modulations.Place.TOKENS;
    }

    @Override
    public LabelLayers labelLayers(Map<String, TensorSource> weights) {
        List<Linear> adaLN = new ArrayList<>();
        for (int i = 0; i < config.depth(); i++) {
            adaLN.add(Linear.of(weights, "blocks." + i + ".adaLN_modulation.1"));
        }
        adaLN.add(Linear.of(weights, "final_layer.adaLN_modulation.1"));
        return new LabelLayers(
                weights,
                "y_embedder.embedding_table.weight",
                "t_embedder.mlp.",
                Linear.joined(adaLN));
    }

    @Override
    public String gradient(
            OnnxGraph graph, String x, Modulations labels, Map<String, TensorSource> weights) {
        Layers layers = new Layers(graph);
        String tokens = patches(layers, x, weights);
        for (int i = 0; i < config.depth(); i++) {
            tokens = new Block(layers, labels, weights, i).after(tokens);
        }
        int at = OF_BLOCK * config.depth();
        String normed = modulated(layers, labels, "final_layer.norm", tokens, at);
        return image(layers, normed, weights);
    }

    /** [N, C, H, W] -> [N, T, D]: patches, then one product, then positions. */
    private String patches(Layers layers, String x, Map<String, TensorSource> weights) {
        int g = config.grid();
        int p = config.patchSize();
        int c = config.channels();
        String cut = layers.reshape("patches.cut", x, 0, c, g, p, g, p);
        String rows = layers.transpose("patches.rows", cut, 0, 2, 4, 1, 3, 5);
        String flat = layers.reshape("patches", rows, 0, config.tokens(), (long) c * p * p);
        Linear layer = Linear.of(weights, "x_embedder.proj");
        OnnxGraph graph = layers.graph();
        String w = graph.tensor("x_embedder.proj.weight_t", layer.transposed());
        String product = graph.node("MatMul", "x_embedder.product", List.of(flat, w));
        String positions = graph.tensor("positions", positions(weights.get("pos_embed"), layer));
        return layers.add("tokens", product, positions);
    }

    /** The position table plus the bias of the patches, [1, T, D]. */
    private static TensorSource positions(TensorSource table, Linear layer) {
        long[] shape = table.shape();
        return new TensorSource(
                DType.F32,
                shape,
                () -> {
                    float[] all = table.get().floats();
                    float[] bias = layer.bias().get();
                    for (int k = 0; k < all.length; k++) {
                        all[k] += bias[k % bias.length];
                    }
                    return TensorData.of(all, shape);
                });
    }

    /** norm(x)·(1 + scale) + shift, which are the pieces at {@code piece + 1} and {@code piece}. */
    private static String modulated(
            Layers layers, Modulations labels, String name, String x, int piece) {
        if (labels.isKnown()) {
            return layers.norm(name, x, labels.numbers(piece + 1), labels.numbers(piece));
        }
        int width = labels.width(piece);
        String normed = layers.plainNorm(name + ".plain", x, width);
        String scaled = layers.mul(name + ".scaled", normed, labels.value(piece + 1));
        return layers.add(name, scaled, labels.value(piece));
    }

    /** [N, T, D] -> [N, C, H, W]; inside a token: row, column, channel. */
    private String image(Layers layers, String x, Map<String, TensorSource> weights) {
        int g = config.grid();
        int p = config.patchSize();
        int c = config.channels();
        int made = config.outChannels();
        int[] kept = IntStream.range(0, p * p * made).filter(row -> row % made < c).toArray();
        Linear last = Linear.of(weights, "final_layer.linear").rows(kept);
        String flat = layers.linear("final_layer.linear", x, last);
        String cut = layers.reshape("image.cut", flat, 0, g, g, p, p, c);
        String placed = layers.transpose("image.placed", cut, 0, 5, 1, 3, 2, 4);
        return layers.reshape(OUTPUT, placed, 0, c, (long) g * p, (long) g * p);
    }

    /** One block. */
    private final class Block {
        private final Layers layers;
        private final Modulations labels;
        private final Map<String, TensorSource> weights;
        private final String name;
        private final int piece;

        Block(Layers layers, Modulations labels, Map<String, TensorSource> weights, int number) {
            this.layers = layers;
            this.labels = labels;
            this.weights = weights;
            this.name = "blocks." + number + ".";
            this.piece = OF_BLOCK * number;
        }

        String after(String x) {
            String norm1 = modulated(layers, labels, name + "norm1", x, piece);
            String mixed = attention(norm1);
            String x1 = joined("attn.", x, mixed, "attn.proj", piece + 2);
            String norm2 = modulated(layers, labels, name + "norm2", x1, piece + 3);
            String wide =
                    layers.linear(name + "mlp.fc1", norm2, Linear.of(weights, name + "mlp.fc1"));
            String active = layers.gelu(name + "mlp.gelu", wide);
            return joined("mlp.", x1, active, "mlp.fc2", piece + 5);
        }

        /** x + gate·layer(y); a known gate is multiplied into the layer. */
        private String joined(String part, String x, String y, String layer, int gate) {
            Linear linear = Linear.of(weights, name + layer);
            if (labels.isKnown()) {
                String gated = layers.linear(name + layer, y, linear.scaled(labels.numbers(gate)));
                return layers.add(name + part + "sum", x, gated);
            }
            String plain = layers.linear(name + layer, y, linear);
            String gated = layers.mul(name + part + "gated", plain, labels.value(gate));
            return layers.add(name + part + "sum", x, gated);
        }

        /** Before its projection: [N, T, D] -> [N, T, D]. */
        private String attention(String x) {
            int d = config.width();
            int heads = config.heads();
            int each = d / heads;
            float[] scales = new float[3 * d];
            Arrays.fill(scales, 1);
            Arrays.fill(scales, 0, d, (float) (1 / Math.sqrt(each)));
            Linear layer = Linear.of(weights, name + "attn.qkv").scaled(scales);
            String qkv = layers.linear(name + "attn.qkv", x, layer);
            List<String> parts = layers.split(name + "attn.part", qkv, 2, d, d, d);
            String q = heads("attn.q", parts.get(0), 0, 2, 1, 3); // [N, K, T, d]
            String k = heads("attn.k", parts.get(1), 0, 2, 3, 1); // [N, K, d, T]
            String v = heads("attn.v", parts.get(2), 0, 2, 1, 3);
            String mixed = layers.attention(name + "attn", q, k, v);
            String back = layers.transpose(name + "attn.back", mixed, 0, 2, 1, 3);
            return layers.reshape(name + "attn.joined", back, 0, config.tokens(), d);
        }

        private String heads(String part, String x, long... axes) {
            int each = config.width() / config.heads();
            String cut =
                    layers.reshape(
                            name + part + ".cut", x, 0, config.tokens(), config.heads(), each);
            return layers.transpose(name + part, cut, axes);
        }
    }
}
