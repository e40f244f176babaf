package dev.eqm.models.onnx;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.eqm.core.check.Setting;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.Sha256;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.FixedField;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.weights.Architectures;
import dev.eqm.models.weights.ModelFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * A model file as an ONNX file: one static graph without time, of any batch size, in operators of
 * opset 17 and float32.
 *
 * <p>Inputs are {@code x}, float32 [N, C, H, W], and the label of each state, int64 [N], in [0,
 * classes] with the null label last. The output is {@code gradient}, ∇E in the paper's sign:
 * samplers subtract it.
 *
 * @param model a model file of eqm
 * @param labels how labels enter
 */
public record OnnxExport(Path model, LabelForm labels) {
    /** Key of the architecture, as in model files. */
    public static final String ARCHITECTURE = Architectures.KEY;

    /**
     * Key of the label: {@link #LABEL_IS_INPUT}, {@link #LABEL_UNUSED} or the only one there is.
     */
    public static final String LABEL = "eqm.label";

    /** The graph has an input of labels. */
    public static final String LABEL_IS_INPUT = "input";

    /** The network does not look at labels. */
    public static final String LABEL_UNUSED = "unused";

    /** Key of the names of the classes, a JSON list by label. */
    public static final String CLASSES = "eqm.classes";

    /** Labels whose conditioning is computed at a time. */
    private static final int AT_ONCE = 128;

    private static final double LARGEST = 1L << 29; // numbers of one tensor

    /**
     * Writes the file.
     *
     * @param out replaced if it is there; weights of more than 2 GB go to {@code OUT.data} beside
     *     it
     * @param more metadata, joined to what the model itself tells
     * @return whether there is a file of data
     * @throws dev.eqm.core.check.BrokenRuleException for networks without an ONNX form
     */
    public boolean write(Path out, Map<String, String> more) {
        return write(out, more, OnnxWriter.STANDARD);
    }

    boolean write(Path out, Map<String, String> more, OnnxWriter writer) {
        ModelArchitecture architecture = ModelFile.architecture(model);
        NetworkGraph network = NetworkGraph.of(architecture);
        Map<String, TensorSource> weights = TensorSource.of(Safetensors.read(model).tensors());
        ModelFile.checkSources(model, weights, architecture.specs());
        OnnxGraph graph = new OnnxGraph();
        graph.name("eqm");
        long[] state = architecture.sampleShape().getShape();
        String x = graph.input(OnnxFile.STATES, TensorProto.DataType.FLOAT, state);
        LabelForm form = chosen(network, architecture, weights);
        Modulations modulations = modulations(graph, network, architecture, weights, form);
        network.gradient(graph, x, modulations, weights);
        graph.output(OnnxFile.GRADIENT, state);
        return writer.write(out, graph, metadata(architecture, network, form, more));
    }

    /** What was asked for; the smaller form if that was left open. */
    private LabelForm chosen(
            NetworkGraph network,
            ModelArchitecture architecture,
            Map<String, TensorSource> weights) {
        if (labels instanceof LabelForm.One one) {
            int classes = architecture.classes();
            require(
                    one.label() <= classes,
                    "label must lie in [0, %s] (the last one is the null label), got %s",
                    classes,
                    one.label());
            return one;
        } else if (!network.usesLabels()) {
            return new LabelForm.One(0);
        } else if (!(labels instanceof LabelForm.Auto)) {
            return labels;
        } else if (network.pieces().size() == 1) {
            return new LabelForm.Table();
        }
        LabelLayers layers = network.labelLayers(weights);
        double layered = (double) layers.layer().out() * (layers.layer().in() + 1);
        return tableSize(network, architecture) <= layered
                ? new LabelForm.Table()
                : new LabelForm.Layers();
    }

    private static double tableSize(NetworkGraph network, ModelArchitecture architecture) {
        return (architecture.classes() + 1.0) * Modulations.total(network.pieces());
    }

    private Modulations modulations(
            OnnxGraph graph,
            NetworkGraph network,
            ModelArchitecture architecture,
            Map<String, TensorSource> weights,
            LabelForm form) {
        Layers layers = new Layers(graph);
        if (form instanceof LabelForm.One one) {
            return Modulations.known(network.pieces(), rows(network, one.label(), 1));
        }
        String label = graph.input(OnnxFile.LABELS, TensorProto.DataType.INT64);
        if (form instanceof LabelForm.Layers) {
            return Modulations.computed(layers, network, network.labelLayers(weights), label);
        }
        int count = architecture.classes() + 1;
        double size = tableSize(network, architecture);
        require(
                size < LARGEST,
                "the table of %s labels would have %.0f numbers, and a tensor holds fewer than 2^29: take %s",
                count,
                size,
                Setting.of("conditioning", "layers"));
        return Modulations.looked(layers, network, rows(network, 0, count), count, label);
    }

    /** What labels decide, by the network itself: [count, M], scales as 1 + scale. */
    private float[] rows(NetworkGraph network, int first, int count) {
        float[] ones = Modulations.ones(network.pieces());
        float[] all = new float[count * ones.length];
        try (FieldModel field = ModelFile.readForSampling(model, Precision.FLOAT32, Device.cpu())) {
            for (int from = 0; from < count; from += AT_ONCE) {
                int some = Math.min(AT_ONCE, count - from);
                long[] asked = LongStream.range(first + from, first + from + some).toArray();
                try (FixedField fixed = (FixedField) field.condition(asked)) {
                    fill(all, from, ones, fixed);
                }
            }
        }
        return all;
    }

    /** Arrays of [labels, width] side by side, from a row on. */
    private static void fill(float[] all, int row, float[] ones, FixedField fixed) {
        int at = 0;
        for (NDArray part : fixed.conditioning()) {
            float[] values = part.toFloatArray();
            int width = Math.toIntExact(part.getShape().get(1));
            for (int k = 0; k < values.length; k++) {
                int column = at + k % width;
                all[(row + k / width) * ones.length + column] = values[k] + ones[column];
            }
            at += width;
        }
    }

    private Map<String, String> metadata(
            ModelArchitecture architecture,
            NetworkGraph network,
            LabelForm form,
            Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("eqm.version", Backend.version());
        all.put(ARCHITECTURE, Architectures.toJson(architecture));
        all.put("eqm.sign", "gradient of the energy: samplers subtract it, x <- x - eta*gradient");
        all.put("eqm.numClasses", String.valueOf(architecture.classes()));
        boolean one = form instanceof LabelForm.One;
        String label =
                !network.usesLabels()
                        ? LABEL_UNUSED
                        : one ? String.valueOf(((LabelForm.One) form).label()) : LABEL_IS_INPUT;
        all.put(LABEL, label);
        all.put(
                "eqm.conditioning",
                one ? "constant" : form instanceof LabelForm.Table ? "table" : "layers");
        if (architecture.labelDropout() > 0) {
            all.put("eqm.nullLabel", String.valueOf(architecture.classes()));
        }
        all.put("eqm.weightsSha256", Sha256.ofFile(model));
        all.putAll(more);
        return all;
    }
}
