package dev.eqm.cli.golden;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.store.DType;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.sit.SiT;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One case, opened: its settings, what is said of its arrays, and the arrays themselves.
 *
 * @param set cases.json
 * @param settings the case's object in it
 * @param specs name -> what is said of the array
 * @param data name -> array; empty for a case that is a table
 */
record GoldenCase(
        String id,
        Path file,
        JsonFields set,
        JsonFields settings,
        Map<String, ArraySpec> specs,
        Map<String, TensorData> data,
        Device device) {
    /** Reads the case's file and holds it against what is said of it. */
    static GoldenCase open(Path folder, JsonFields set, JsonFields settings, Device device) {
        String id = settings.text("id");
        Path file = folder.resolve(settings.text("file"));
        if (!settings.has("arrays")) {
            return new GoldenCase(id, file, set, settings, Map.of(), Map.of(), device);
        }
        Map<String, ArraySpec> specs = ArraySpec.all(settings);
        Map<String, TensorData> data = Npz.read(file);
        specs.forEach(
                (name, spec) -> {
                    TensorData array = data.get(name);
                    if (array == null) {
                        throw new GoldenException(file.toString(), "array " + name + " is missing");
                    }
                    if (!Arrays.equals(array.shape(), spec.shape())) {
                        throw new GoldenException(
                                file.toString(),
                                "array "
                                        + name
                                        + " has shape "
                                        + Arrays.toString(array.shape())
                                        + ", cases.json says "
                                        + Arrays.toString(spec.shape()));
                    }
                });
        return new GoldenCase(id, file, set, settings, specs, data, device);
    }

    /** Names of the expected arrays, in order. */
    List<String> expected() {
        return specs.values().stream().filter(ArraySpec::expected).map(ArraySpec::name).toList();
    }

    /** Expected arrays whose whole name fits a pattern. */
    List<Matcher> expected(Pattern pattern) {
        return expected().stream().map(pattern::matcher).filter(Matcher::matches).toList();
    }

    boolean has(String name) {
        return data.containsKey(name);
    }

    /** An array in Java memory. */
    TensorData tensor(String name) {
        TensorData tensor = data.get(name);
        if (tensor == null) {
            throw new GoldenException(file.toString(), "array " + name + " is missing");
        }
        return tensor;
    }

    /** An array on the device, in its own type: float32, float64 or int64. */
    NDArray array(Arena arena, String name) {
        TensorData tensor = tensor(name);
        if (tensor.dtype() == DType.F64) {
            return arena.of(tensor.doubles(), tensor.shape());
        }
        return tensor.dtype().isFloat()
                ? arena.of(tensor.floats(), tensor.shape())
                : arena.of(tensor.longs(), tensor.shape());
    }

    /** Whether the case feeds the time to the network; the published name is {@code uncond}. */
    boolean timeConditional() {
        return !settings.flag("uncond", true);
    }

    /** The case's network; the caller closes it. */
    SiT model() {
        return model(timeConditional());
    }

    /** The case's network with or without time; the caller closes it. */
    SiT model(boolean timeConditional) {
        Path folder = file.toAbsolutePath().getParent();
        return GoldenModel.of(folder, set.object("models"), settings.text("model"))
                .load(timeConditional, device);
    }

    /** An arena on the device for the case's inputs. */
    Arena arena() {
        return Arena.open(device, "golden case " + id);
    }
}
