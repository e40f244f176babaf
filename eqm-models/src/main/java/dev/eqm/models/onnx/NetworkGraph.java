package dev.eqm.models.onnx;

import static dev.eqm.core.check.Check.broken;

import dev.eqm.core.store.TensorSource;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.unet.UnetConfig;
import java.util.List;
import java.util.Map;

/**
 * A family of networks as graphs: what labels decide, in pieces, and the nodes that go on from x
 * and from those.
 */
interface NetworkGraph {
    /** The name of the graph's output. */
    String OUTPUT = "gradient";

    /** Whether the network looks at labels at all. */
    boolean usesLabels();

    /** What labels decide, in the order of the network's conditioning. */
    List<Piece> pieces();

    /** How a piece of N rows meets what it is multiplied with or added to. */
    Modulations.Place place();

    /**
     * The layers that make the pieces of label embeddings.
     *
     * @throws IllegalArgumentException if the network has none: its pieces are the embeddings
     */
    LabelLayers labelLayers(Map<String, TensorSource> weights);

    /**
     * Adds the network.
     *
     * @param x the input, [N, C, H, W]
     * @return {@link #OUTPUT}, [N, C, H, W]
     */
    String gradient(
            OnnxGraph graph, String x, Modulations labels, Map<String, TensorSource> weights);

    /**
     * The graphs of a network.
     *
     * @throws dev.eqm.core.check.BrokenRuleException for networks that have none, saying why
     */
    static NetworkGraph of(ModelArchitecture architecture) {
        if (architecture instanceof EnergyArchitecture) {
            throw broken(
                    "an explicit energy has no ONNX form: its gradient is a derivative, which a graph cannot take;"
                            + " implicit models can be exported");
        } else if (architecture.timeConditional()) {
            throw broken(
                    "a network that sees time (model.timeConditional: true) has no ONNX form; the graph is one of x"
                            + " and labels alone");
        } else if (architecture instanceof SiTConfig sit) {
            return new SiTGraph(sit);
        } else if (architecture instanceof UnetConfig unet) {
            return new UnetGraph(unet);
        } else if (architecture instanceof MlpConfig mlp) {
            return new MlpGraph(mlp);
        }
        throw broken(
                "a network of kind '%s' has no ONNX form: eqm writes transformers (sit), U-Nets (unet) and MLPs (mlp)",
                architecture.hyperparameters().kind());
    }
}
