package dev.eqm.onnx;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.onnx.LabelForm;
import dev.eqm.models.onnx.OnnxExport;
import dev.eqm.models.weights.ModelFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network with random weights, as a model file and as a graph.
 *
 * @param weights its model file
 * @param graph the same as an ONNX file
 */
record Exported(Path weights, Path graph) {
    static Exported of(Path folder, ModelArchitecture architecture, LabelForm form) {
        Path weights = folder.resolve("model.safetensors");
        try (Parameters parameters =
                Parameters.of(
                        Device.cpu(),
                        architecture.specs(),
                        (arena, spec) -> arena.of(values(spec), spec.shape().getShape()))) {
            ModelFile.write(weights, architecture, parameters);
        }
        Path graph = folder.resolve("model.onnx");
        new OnnxExport(weights, form).write(graph, Map.of());
        return new Exported(weights, graph);
    }

    /**
     * Matrices with standard deviation 1/√inputs, other arrays with 0.2; no array is zero, so that
     * each matters. Norms stay near 1.
     */
    private static float[] values(ParameterSpec spec) {
        if (spec.init() instanceof Init.Table table) {
            return table.values().get();
        }
        SplittableRandom random = new SplittableRandom(spec.name().hashCode());
        boolean vector = spec.shape().dimension() == 1;
        double std = vector ? 0.2 : Math.sqrt(spec.shape().get(0) / (double) spec.size());
        double mean = spec.init() instanceof Init.Full ? 1 : 0;
        float[] values = new float[Math.toIntExact(spec.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + std * random.nextGaussian());
        }
        return values;
    }

    /** The network itself. */
    FieldModel network() {
        return ModelFile.read(weights, Precision.FLOAT32, Device.cpu());
    }

    /** The graph in ONNX Runtime. */
    FieldModel runtime() {
        return ModelFile.readForSampling(graph, Precision.FLOAT32, Device.cpu());
    }
}
