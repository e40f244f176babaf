package dev.eqm.models.sit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.Parameters;

/**
 * How images, labels and time enter the network.
 *
 * <p>Patches are a convolution of size and stride p; tokens run row by row. The table of labels has
 * classes + 1 rows, the last for the null label of guidance.
 */
public final class Embeddings {
    private static final Kernel TIME =
            Kernel.text(Embeddings.class, "time.py").with("WIDTH", SiTNames.FREQUENCIES);

    private final Kernel ends;
    private final NDList patches;
    private final NDList labels;
    private final NDList time;

    Embeddings(Parameters parameters, Kernel ends) {
        this.ends = ends;
        this.patches =
                parameters.get("", "x_embedder.proj.weight", "x_embedder.proj.bias", "pos_embed");
        this.labels = parameters.get("", "y_embedder.embedding_table.weight");
        this.time = parameters.layers("t_embedder.mlp.", "0", "2");
    }

    /** Patch embedding without positions: [N, C, H, W] -> [N, T, D]. */
    public NDArray patches(NDArray x) {
        return ends.call("patches").with(x).list(patches).one();
    }

    /**
     * Patch embedding plus position table: the input of the first block.
     *
     * <p>[N, C, H, W] -> [N, T, D].
     */
    public NDArray tokens(NDArray x) {
        return ends.call("embed").with(x).list(patches).one();
    }

    /** Label embedding: int64 [N] -> [N, D]. */
    public NDArray labels(NDArray labels) {
        return ends.call("label_embedding").with(labels).list(this.labels).one();
    }

    /** Time embedding, sinusoid and MLP: [N] -> [N, D]. */
    public NDArray time(NDArray t) {
        return TIME.call("embedding").with(t).list(time).one();
    }

    /**
     * The sinusoid alone: cosines, then sines, of t·10000^(−k/(width/2)).
     *
     * @return [N, width]; an odd width gets a zero column
     */
    public static NDArray sinusoid(NDArray t, int width) {
        return Kernel.text(Embeddings.class, "time.py").with("WIDTH", width).call("sinusoid", t);
    }

    /**
     * The conditioning vector t_emb + y_emb.
     *
     * @param t [N], or [1] if all samples share it
     * @param labels int64, [N], each in [0, classes]
     * @return [N, D]
     */
    public NDArray conditioning(NDArray t, NDArray labels) {
        try (Scope scope = Scope.open()) {
            return scope.keep(labels(labels).add(time(t)));
        }
    }
}
