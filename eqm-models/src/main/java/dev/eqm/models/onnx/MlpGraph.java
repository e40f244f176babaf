package dev.eqm.models.onnx;

import static dev.eqm.core.check.Check.broken;

import dev.eqm.core.check.Setting;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.mlp.MlpConfig;
import java.util.List;
import java.util.Map;

/**
 * The MLP on flattened states. What a label decides is a row of the table, which is added to the
 * first activations.
 *
 * <p>Letters: S = C·H·W numbers of a state, D width, k frequencies.
 */
record MlpGraph(MlpConfig config) implements NetworkGraph {
    @Override
    public boolean usesLabels() {
        return true;
    }

    @Override
    public List<Piece> pieces() {
        return List.of(Piece.plain(config.width()));
    }

    @Override
    public Modulations.Place place() {
        return Modulations.Place.ROWS;
    }

    @Override
    public LabelLayers labelLayers(Map<String, TensorSource> weights) {
        throw broken(
                "an MLP has no layers between its labels and what depends on them, so only a table is possible: leave %s out",
                Setting.of("conditioning"));
    }

    @Override
    public String gradient(
            OnnxGraph graph, String x, Modulations labels, Map<String, TensorSource> weights) {
        Layers layers = new Layers(graph);
        Linear first = Linear.of(weights, "x_embedder");
        String features = features(layers, layers.reshape("flat", x, 0, config.numbers()));
        String h;
        if (labels.isKnown()) {
            h = layers.linear("x_embedder", features, first.plus(labels.numbers(0)));
        } else {
            String embedded = layers.linear("x_embedder", features, first);
            h = layers.add("embedded", embedded, labels.value(0));
        }
        for (int i = 0; i < config.depth(); i++) {
            String name = "layers." + i;
            String active = layers.silu(name + ".silu", h);
            h = layers.add(name + ".sum", h, layers.linear(name, active, Linear.of(weights, name)));
        }
        String last = layers.silu("final_layer.silu", h);
        String f = layers.linear("final_layer", last, Linear.of(weights, "final_layer"));
        int side = config.imageSize();
        return layers.reshape(OUTPUT, f, 0, config.channels(), side, side);
    }

    /** [N, S] -> [N, S(1 + 2k)]: x, all sines, all cosines of 2ʲπx, j the fastest index. */
    private String features(Layers layers, String x) {
        int k = config.frequencies();
        if (k == 0) {
            return x;
        }
        float[] scales = new float[k];
        for (int j = 0; j < k; j++) {
            scales[j] = (float) (Math.scalb(1.0f, j) * Math.PI);
        }
        OnnxGraph graph = layers.graph();
        String columns = layers.reshape("columns", x, 0, config.numbers(), 1);
        String factors = graph.floats("frequencies", scales, k);
        String angles = layers.mul("angles", columns, factors);
        String flat = layers.reshape("angles.flat", angles, 0, (long) config.numbers() * k);
        String sines = graph.node("Sin", "sines", List.of(flat));
        String cosines = graph.node("Cos", "cosines", List.of(flat));
        return graph.node(
                "Concat", "features", List.of(x, sines, cosines), OnnxGraph.attribute("axis", 1L));
    }
}
