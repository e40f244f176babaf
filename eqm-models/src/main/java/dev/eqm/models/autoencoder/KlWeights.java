package dev.eqm.models.autoencoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.store.DType;
import dev.eqm.core.store.NotFinite;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.weights.CheckpointException;
import dev.eqm.models.weights.ModelFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The weights of a KL autoencoder from a published safetensors file, in any {@link KlLayout}.
 *
 * <p>Float32, float16 and bfloat16 are read, the latter two widened, which is exact. The four
 * matrices of the attention may be linear ([c, c]) or 1x1 convolutions ([c, c, 1, 1]). Of a whole
 * Stable Diffusion file the tensors under {@code first_stage_model.} or {@code vae.} are taken;
 * {@code loss.} (the discriminator of its training) and {@code model_ema.} are passed over.
 */
final class KlWeights {
    private static final List<String> WHOLE = List.of("first_stage_model.", "vae.");
    private static final List<String> OF_TRAINING = List.of("loss.", "model_ema.");

    private KlWeights() {}

    /**
     * All parameters of a configuration.
     *
     * @throws CheckpointException naming the first tensor, as the file calls it, that is missing,
     *     of another shape or type, or has no place
     */
    static Parameters read(Path file, KlConfig config, Device device) {
        if (!Safetensors.isModel(file)) {
            throw new CheckpointException(
                    file,
                    "autoencoder weights must be a .safetensors file; use the one that is published next to it");
        }
        Map<String, TensorData> found = own(Safetensors.readModel(file).tensors());
        List<ParameterSpec> specs = config.specs();
        Map<String, TensorData> named = renamed(file, found, specs, config.channels().size());
        Map<String, Long> bad = NotFinite.in(named);
        if (!bad.isEmpty()) {
            throw CheckpointException.of(
                    file,
                    "contains NaN or infinite numbers in %s, which would spoil every image: download the file again",
                    NotFinite.told(bad));
        }
        return Parameters.of(
                device, specs, (arena, spec) -> array(arena, named.get(spec.name()), spec.shape()));
    }

    private static Map<String, TensorData> own(Map<String, TensorData> all) {
        String prefix =
                WHOLE.stream()
                        .filter(p -> all.keySet().stream().anyMatch(n -> n.startsWith(p)))
                        .findFirst()
                        .orElse("");
        Map<String, TensorData> own = new LinkedHashMap<>();
        all.forEach(
                (name, tensor) -> {
                    String rest = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
                    if (!rest.isEmpty() && OF_TRAINING.stream().noneMatch(rest::startsWith)) {
                        own.put(rest, tensor);
                    }
                });
        return own;
    }

    private static Map<String, TensorData> renamed(
            Path file, Map<String, TensorData> found, List<ParameterSpec> specs, int levels) {
        KlLayout layout = KlLayout.of(found.keySet());
        Set<String> unexpected = new TreeSet<>(found.keySet());
        Map<String, TensorData> named = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            String name = layout.nameOf(spec.name(), levels);
            TensorData tensor = found.get(name);
            if (tensor == null) {
                throw CheckpointException.of(
                        file,
                        "tensor '%s' is missing (under the names that %s uses); the file belongs to another "
                                + "autoencoder, or is not an autoencoder: give its shape, or download the right file",
                        name,
                        layout);
            }
            requireFits(file, name, tensor, spec);
            unexpected.remove(name);
            named.put(spec.name(), tensor);
        }
        if (!unexpected.isEmpty()) {
            throw CheckpointException.of(
                    file,
                    "tensor '%s' (%d in total) does not belong to this autoencoder; the file has another shape",
                    unexpected.iterator().next(),
                    unexpected.size());
        }
        return named;
    }

    private static void requireFits(Path file, String name, TensorData tensor, ParameterSpec spec) {
        long[] wanted = spec.shape().getShape();
        long[] shape = tensor.shape();
        boolean linear = spec.name().contains(".attentions.") && wanted.length == 2;
        long[] wider = {wanted[0], wanted.length > 1 ? wanted[1] : 1, 1, 1};
        boolean fits = Arrays.equals(shape, wanted) || (linear && Arrays.equals(shape, wider));
        DType type = tensor.dtype();
        if (!fits || !type.isFloat() || type == DType.F64) {
            throw CheckpointException.of(
                    file,
                    "tensor '%s' is %s %s, but this autoencoder needs %s in F32, F16 or BF16",
                    name,
                    type,
                    Arrays.toString(shape),
                    Arrays.toString(wanted));
        }
    }

    /** Widened where it is narrower, which is exact, and in the shape that the kernels take. */
    private static NDArray array(Arena arena, TensorData tensor, Shape shape) {
        boolean single = tensor.dtype() == DType.F32;
        TensorData floats = single ? tensor : TensorData.of(tensor.floats(), tensor.shape());
        return ModelFile.array(arena, floats).reshape(shape);
    }
}
