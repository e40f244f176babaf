package dev.eqm.models.weights;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.Setting;
import dev.eqm.core.device.Precision;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.store.DType;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.models.onnx.OnnxRuntime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A network's weights as a safetensors file: published names and order, float32, the paper's sign,
 * the architecture in the metadata. Any safetensors reader opens it.
 */
public final class ModelFile {
    private ModelFile() {}

    /**
     * Writes through {@link Safetensors#write}: the file is complete or not there.
     *
     * @param parameters those of the architecture's specs, which are not checked again
     */
    public static void write(Path file, ModelArchitecture architecture, Parameters parameters) {
        requireGiven("file", file, "architecture", architecture, "parameters", parameters);
        Safetensors.write(
                file,
                tensors(parameters),
                Map.of(Architectures.KEY, Architectures.toJson(architecture)));
    }

    /**
     * The same from tensors of any origin, fetched one at a time; names and shapes are checked.
     *
     * @throws CheckpointException naming what is missing, unexpected or of another shape
     */
    public static void write(
            Path file, ModelArchitecture architecture, Map<String, TensorSource> tensors) {
        requireGiven("file", file, "architecture", architecture, "tensors", tensors);
        checkSources(file, tensors, architecture.specs());
        Map<String, TensorSource> ordered = new LinkedHashMap<>();
        architecture.specs().forEach(s -> ordered.put(s.name(), tensors.get(s.name())));
        Safetensors.writeSources(
                file, ordered, Map.of(Architectures.KEY, Architectures.toJson(architecture)));
    }

    /** Whether a file is one of eqm's own, which says what it holds. */
    public static boolean isOne(Map<String, String> metadata) {
        return metadata.containsKey(Architectures.KEY);
    }

    /**
     * The architecture that a file says it holds; reads the header only. An ONNX file of eqm is
     * asked too.
     *
     * @throws CheckpointException if it does not say so, or says what eqm does not know
     */
    public static ModelArchitecture architecture(Path file) {
        return architecture(file, List.of());
    }

    /**
     * The same for a file that may hold a network, or an energy, that no catalogue knows.
     *
     * @param wanted what one expects; the answer is equal to it if the file holds it
     */
    public static ModelArchitecture architecture(Path file, ModelArchitecture wanted) {
        return architecture(file, List.of(wanted));
    }

    private static ModelArchitecture architecture(Path file, List<ModelArchitecture> given) {
        if (OnnxFile.isOne(file)) {
            return OnnxFile.read(file).architecture();
        }
        return Architectures.fromMetadata(file, Safetensors.header(file).metadata(), given);
    }

    /**
     * The network in a file.
     *
     * <p>Owned by the caller, whose closing frees the parameters; the file is needed no longer.
     *
     * @throws CheckpointException for another program's file, or tensors that do not fit
     */
    public static FieldModel read(Path file, Precision precision, Device device) {
        requireGiven("file", file, "precision", precision, "device", device);
        return readAs(file, architecture(file), precision, device);
    }

    /**
     * The network in a file that is to hold this one: the way back for networks and energies that
     * no catalogue knows, such as those of {@link dev.eqm.models.function.Networks}.
     *
     * @throws CheckpointException for another network, or tensors that do not fit
     */
    public static FieldModel read(
            Path file, ModelArchitecture wanted, Precision precision, Device device) {
        requireGiven("file", file, "wanted", wanted, "precision", precision, "device", device);
        requireHolds(file, wanted);
        return readAs(file, wanted, precision, device);
    }

    private static void requireHolds(Path file, ModelArchitecture wanted) {
        ModelArchitecture stored = architecture(file, wanted);
        if (!stored.equals(wanted)) {
            throw CheckpointException.of(
                    file,
                    "contains %s, but this is %s; pass the network that it "
                            + "contains, or read its weights as another network with readAs",
                    stored,
                    wanted);
        }
    }

    /**
     * The weights in a file as another architecture with the same parameters: an explicit energy
     * over a network that was trained as an implicit one, or the other way round.
     *
     * @throws CheckpointException if names or shapes differ; whether equal shapes mean the same is
     *     the caller's question
     */
    public static FieldModel readAs(
            Path file, ModelArchitecture architecture, Precision precision, Device device) {
        requireGiven(
                "file",
                file,
                "architecture",
                architecture,
                "precision",
                precision,
                "device",
                device);
        if (OnnxFile.isOne(file)) {
            throw new CheckpointException(
                    file,
                    "is a graph, which makes samples; this needs the weights: name the run, the checkpoint or the"
                            + " .safetensors file that it was exported from");
        }
        return architecture.built(
                precision,
                parameters(file, Safetensors.read(file).tensors(), architecture.specs(), device));
    }

    /**
     * The network in a file, for sampling alone. A file of weights: they are mapped, not copied,
     * where the device is the CPU, and the adaLN layers of a transformer without time are read when
     * labels are known and dropped. Answers are those of {@link #read} up to rounding; nothing can
     * be trained.
     *
     * <p>The file may be replaced or deleted meanwhile; cut short in place it crashes the process.
     *
     * <p>An ONNX file is run by {@link OnnxRuntime}, on the CPU in float32.
     *
     * @throws CheckpointException for a file that cannot be read, or an ONNX file elsewhere than on
     *     the CPU or without a runtime
     */
    public static FieldModel readForSampling(Path file, Precision precision, Device device) {
        requireGiven("file", file, "precision", precision, "device", device);
        return readForSamplingAs(file, architecture(file), precision, device);
    }

    private static FieldModel graph(Path file, Precision precision, Device device) {
        if (precision != Precision.FLOAT32 || device.isGpu()) {
            throw CheckpointException.of(
                    file,
                    "an ONNX file computes in float32 on the CPU, got %s on %s; take %s and %s",
                    precision,
                    device,
                    Setting.of("precision", "float32"),
                    Setting.of("device", "cpu"));
        }
        return OnnxRuntime.load(OnnxFile.read(file));
    }

    /** The same for a file that is to hold this network, as {@link #read} does. */
    public static FieldModel readForSampling(
            Path file, ModelArchitecture wanted, Precision precision, Device device) {
        requireGiven("file", file, "wanted", wanted, "precision", precision, "device", device);
        requireHolds(file, wanted);
        return readForSamplingAs(file, wanted, precision, device);
    }

    /** {@link #readForSampling} as another architecture, as {@link #readAs} does. */
    public static FieldModel readForSamplingAs(
            Path file, ModelArchitecture architecture, Precision precision, Device device) {
        requireGiven(
                "file",
                file,
                "architecture",
                architecture,
                "precision",
                precision,
                "device",
                device);
        if (OnnxFile.isOne(file)) {
            requireHolds(file, architecture);
            return graph(file, precision, device);
        }
        Map<String, TensorData> tensors = Safetensors.read(file).tensors();
        check(file, tensors, architecture.specs());
        return architecture.forSampling(precision, device, MappedWeights.of(file, tensors));
    }

    /**
     * Parameters from tensors, every name and shape checked before anything is allocated.
     *
     * @param file where they come from, for messages
     * @throws CheckpointException naming what is missing, unexpected or of another shape
     */
    public static Parameters parameters(
            Path file, Map<String, TensorData> tensors, List<ParameterSpec> specs, Device device) {
        check(file, tensors, specs);
        return Parameters.of(
                device, specs, (arena, spec) -> array(arena, tensors.get(spec.name())));
    }

    /** All parameters as tensors in Java memory, in order. */
    public static Map<String, TensorData> tensors(Parameters parameters) {
        Map<String, TensorData> all = new LinkedHashMap<>();
        for (ParameterSpec spec : parameters.specs()) {
            all.put(spec.name(), tensor(parameters.get(spec.name())));
        }
        return all;
    }

    /** A float32 array in Java memory. */
    public static TensorData tensor(NDArray array) {
        ByteBuffer bytes = array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return TensorData.wrap(DType.F32, array.getShape().getShape(), bytes);
    }

    /** A float32 tensor as an array in an arena. */
    public static NDArray array(Arena arena, TensorData tensor) {
        return arena.floats(tensor.buffer(), tensor.shape());
    }

    /**
     * Checks names, types and shapes of tensors against what a network needs.
     *
     * @throws CheckpointException as {@link #checkSources}
     */
    public static void check(
            Path file, Map<String, TensorData> tensors, List<ParameterSpec> specs) {
        checkSources(file, TensorSource.of(tensors), specs);
    }

    /**
     * The same for tensors that are fetched later.
     *
     * <p>A tensor too many is an error as one too few is: both mean another architecture.
     *
     * @throws CheckpointException naming the first that is missing, unexpected, or not F32 of the
     *     right shape
     */
    public static void checkSources(
            Path file, Map<String, TensorSource> tensors, List<ParameterSpec> specs) {
        Set<String> unexpected = new TreeSet<>(tensors.keySet());
        for (ParameterSpec spec : specs) {
            unexpected.remove(spec.name());
            TensorSource tensor = tensors.get(spec.name());
            if (tensor == null) {
                throw CheckpointException.of(
                        file,
                        "tensor '%s' is missing; the file belongs to another architecture",
                        spec.name());
            }
            long[] wanted = spec.shape().getShape();
            if (!Arrays.equals(tensor.shape(), wanted) || tensor.dtype() != DType.F32) {
                throw CheckpointException.of(
                        file,
                        "tensor '%s' is %s %s, but this architecture needs F32 %s",
                        spec.name(),
                        tensor.dtype(),
                        Arrays.toString(tensor.shape()),
                        Arrays.toString(wanted));
            }
        }
        if (!unexpected.isEmpty()) {
            throw CheckpointException.of(
                    file,
                    "tensor '%s' (%s in total) does not belong to this architecture",
                    unexpected.iterator().next(),
                    unexpected.size());
        }
    }
}
