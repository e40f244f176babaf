package dev.eqm.cli.golden;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.PublishedSign;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One case, opened: its settings, what is said of its arrays, and the arrays themselves. Inputs and
 * networks that its group asks for belong to the case and are gone when it is closed.
 *
 * @param set cases.json
 * @param settings the case's object in it
 * @param specs name -> what is said of the array
 * @param data name -> array; empty for a case that is a table
 * @param arena the device, and inputs on it
 * @param networks the case's network without time and with it, as far as they were asked for
 */
record GoldenCase(
        String id,
        Path file,
        JsonFields set,
        JsonFields settings,
        Map<String, ArraySpec> specs,
        Map<String, TensorData> data,
        Arena arena,
        Map<Boolean, SiT> networks)
        implements AutoCloseable {
    /** How array names write numbers: 4, 1.5, -0.5 or 1e-05; no group. */
    static final String NUMBER = "[-+]?\\d+(?:\\.\\d+)?(?:e[-+]?\\d+)?";

    /** The arguments of the official constructor, as {@link #config} reads them. */
    private static final Set<String> HYPERPARAMETERS =
            Set.of(
                    """
                    input_size patch_size in_channels hidden_size depth num_heads mlp_ratio \
                    class_dropout_prob num_classes learn_sigma"""
                            .split(" "));

    /** Reads the case's file and holds it against what is said of it. */
    static GoldenCase open(Path folder, JsonFields set, JsonFields settings, Device device) {
        String id = settings.text("id");
        Path file = folder.resolve(settings.text("file"));
        boolean table = !settings.has("arrays");
        Map<String, ArraySpec> specs = table ? Map.of() : ArraySpec.all(settings);
        Map<String, TensorData> data = table ? Map.of() : Npz.read(file);
        specs.forEach(
                (name, spec) -> {
                    long[] shape = tensor(file, data, name).shape();
                    GoldenException.require(
                            Arrays.equals(shape, spec.shape()),
                            file,
                            "array %s has shape %s, but cases.json says %s",
                            name,
                            Arrays.toString(shape),
                            Arrays.toString(spec.shape()));
                });
        Arena arena = Arena.open(device, "golden case " + id);
        return new GoldenCase(id, file, set, settings, specs, data, arena, new HashMap<>());
    }

    /** Names of the expected arrays, in order. */
    List<String> expected() {
        return specs.values().stream().filter(ArraySpec::expected).map(ArraySpec::name).toList();
    }

    /** Expected arrays whose whole name fits a pattern. */
    List<Matcher> expected(Pattern pattern) {
        return expected().stream().map(pattern::matcher).filter(Matcher::matches).toList();
    }

    /** Whether the case's file has an array of that name, expected or not. */
    boolean has(String name) {
        return data.containsKey(name);
    }

    /** An array in Java memory. */
    TensorData tensor(String name) {
        return tensor(file, data, name);
    }

    private static TensorData tensor(Path file, Map<String, TensorData> data, String name) {
        GoldenException.require(data.containsKey(name), file, "array %s is missing", name);
        return data.get(name);
    }

    /**
     * An array on the device, in its own type: float32, float64 or int64. It belongs to the current
     * scope, as everything that an arena makes.
     */
    NDArray array(String name) {
        TensorData tensor = tensor(name);
        return switch (tensor.dtype()) {
            case F64 -> arena.of(tensor.doubles(), tensor.shape());
            case F32, F16, BF16 -> arena.of(tensor.floats(), tensor.shape());
            default -> arena.of(tensor.longs(), tensor.shape());
        };
    }

    /** Whether the case feeds the time to the network; the published name is {@code uncond}. */
    boolean timeConditional() {
        return !settings.flag("uncond", true);
    }

    /** The case's network, in float32 and the paper's sign. */
    SiT model() {
        return model(timeConditional());
    }

    /** The case's network with or without time; its entry in cases.json says where weights are. */
    SiT model(boolean timeConditional) {
        return networks.computeIfAbsent(timeConditional, this::load);
    }

    /** Reads weights of the published sign and turns them. */
    private SiT load(boolean timeConditional) {
        JsonFields models = set.object("models");
        String name = settings.text("model");
        GoldenException.require(
                models.has(name),
                models.where(),
                "no model %s; available: %s",
                name,
                models.keys());
        JsonFields entry = models.object(name);
        JsonFields h = entry.object("hyperparameters");
        for (String key : h.keys()) {
            GoldenException.require(
                    HYPERPARAMETERS.contains(key), h.where(), "unknown hyperparameter %s", key);
        }
        SiTConfig config = config(h, timeConditional);
        Path weights = file.toAbsolutePath().resolveSibling(entry.text("file"));
        Map<String, TensorData> ours = PublishedSign.turn(Safetensors.read(weights).tensors());
        return network(weights, config, ours);
    }

    /** A network in float32 with weights of the paper's sign; whoever asked closes it. */
    SiT network(Path from, SiTConfig config, Map<String, TensorData> weights) {
        Parameters all = ModelFile.parameters(from, weights, config.specs(), arena.device());
        return config.build(Precision.FLOAT32, all);
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

    @Override
    public void close() {
        networks.values().forEach(SiT::close);
        arena.close();
    }
}
