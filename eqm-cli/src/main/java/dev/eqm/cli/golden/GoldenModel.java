package dev.eqm.cli.golden;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTNames;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.PublishedSign;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * A model of a golden set: the official constructor's arguments and a file of published weights.
 *
 * @param file safetensors, published sign
 */
record GoldenModel(Path file, JsonFields hyperparameters) {
    private static final Set<String> KNOWN =
            Set.of(
                    "input_size",
                    "patch_size",
                    "in_channels",
                    "hidden_size",
                    "depth",
                    "num_heads",
                    "mlp_ratio",
                    "class_dropout_prob",
                    "num_classes",
                    "learn_sigma");

    /** The model of that name; its entry in cases.json says where its weights are. */
    static GoldenModel of(Path folder, JsonFields models, String name) {
        if (!models.has(name)) {
            throw new GoldenException(
                    models.where(), "no model " + name + "; there are " + models.keys());
        }
        JsonFields entry = models.object(name);
        return new GoldenModel(folder.resolve(entry.text("file")), entry.object("hyperparameters"));
    }

    /** The network in float32 and the paper's sign; the caller closes it. */
    SiT load(boolean timeConditional, Device device) {
        for (String key : hyperparameters.keys()) {
            if (!KNOWN.contains(key)) {
                throw new GoldenException(
                        hyperparameters.where(), "hyperparameter " + key + " is not known");
            }
        }
        SiTConfig config = config(hyperparameters, timeConditional);
        Map<String, TensorData> ours = PublishedSign.turn(Safetensors.read(file).tensors());
        Parameters parameters = ModelFile.parameters(file, ours, SiTNames.of(config), device);
        return new SiT(config, Precision.FLOAT32, parameters);
    }

    /** The official constructor's arguments; those that are left out have the official defaults. */
    static SiTConfig config(JsonFields h, boolean timeConditional) {
        return new SiTConfig(
                h.integer("input_size", 32),
                h.integer("patch_size", 2),
                h.integer("in_channels", 4),
                h.integer("hidden_size", 1152),
                h.integer("depth", 28),
                h.integer("num_heads", 16),
                h.number("mlp_ratio", 4),
                h.integer("num_classes", 1000),
                h.number("class_dropout_prob", 0.1),
                h.flag("learn_sigma", true),
                timeConditional);
    }
}
