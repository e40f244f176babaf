package dev.eqm.models.weights;

import dev.eqm.core.check.Setting;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorFile;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.weights.torch.Namespace;
import dev.eqm.models.weights.torch.TorchFile;
import dev.eqm.models.weights.torch.TorchTensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Weights of other programs: PyTorch's {@code .pt} and {@code .safetensors}, read and written under
 * published names and in the published sign.
 *
 * <p>Read are a bare state_dict; the dictionary of the published training script, {@code model},
 * {@code ema}, {@code opt}, {@code args}; and {@code state_dict} for {@code model}. Prefixes that
 * wrappers put before every name ({@code module.}, {@code _orig_mod.}, {@code model.}) are taken
 * away. Half and bfloat16 are widened exactly; doubles must be float32 numbers.
 */
public final class PublishedFile implements AutoCloseable {
    private static final List<String> PREFIXES = List.of("module.", "_orig_mod.", "model.");
    private static final List<String> MODEL = List.of("model", "state_dict");
    private static final String EMA = "ema";
    private static final String OPTIMIZER = "opt";
    private static final String ARGS = "args";

    private final Path file;
    private final AutoCloseable open;
    private final Published content;

    private PublishedFile(Path file, AutoCloseable open, Published content) {
        this.file = file;
        this.open = open;
        this.content = content;
    }

    /**
     * Opens a file; numbers are read from it until it is closed.
     *
     * @throws CheckpointException if there are no weights in it, or they are eqm's own
     */
    public static PublishedFile open(Path file) {
        if (Safetensors.isModel(file)) {
            TensorFile content = Safetensors.readModel(file);
            if (ModelFile.isOne(content.metadata())) {
                throw new CheckpointException(
                        file,
                        "is already a model file of eqm, with the paper's sign; use it directly ("
                                + Setting.command("sample")
                                + " --checkpoint)");
            }
            Map<String, TensorSource> tensors = TensorSource.of(content.tensors());
            tensors.replaceAll((name, t) -> FloatSource.of(file, name, t));
            return new PublishedFile(file, () -> {}, Published.weights(bare(tensors)));
        }
        TorchFile torch = TorchFile.open(file);
        try {
            return new PublishedFile(file, torch, content(file, torch.root()));
        } catch (RuntimeException e) {
            torch.close();
            throw e;
        }
    }

    /** Whether a name says safetensors. */
    public static boolean isSafetensors(Path file) {
        return file.getFileName().toString().endsWith(".safetensors");
    }

    /** What it holds, in the published sign. */
    public Published content() {
        return content;
    }

    /**
     * Writes weights as a bare state_dict, as {@code .safetensors} or {@code .pt} by the name of
     * the file.
     *
     * @param weights published sign
     */
    public static void writeWeights(Path file, Map<String, TensorSource> weights) {
        if (isSafetensors(file)) {
            Safetensors.writeSources(file, weights, Map.of("format", "pt"));
        } else {
            TorchFile.write(file, Published.fetched(weights));
        }
    }

    /**
     * Writes the dictionary of the published training script, which goes on from it: {@code model},
     * {@code ema}, {@code opt} if there are moments, {@code args} as a plain dict.
     *
     * @param published published sign; the order of its model numbers the optimiser's state
     */
    public static void writeTraining(Path file, Published published) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(MODEL.get(0), Published.fetched(published.model()));
        all.put(EMA, Published.fetched(published.average()));
        if (!published.moments().isEmpty()) {
            all.put(
                    OPTIMIZER,
                    PublishedMoments.write(published, new ArrayList<>(published.model().keySet())));
        }
        all.put(ARGS, published.args());
        TorchFile.write(file, all);
    }

    /**
     * A dict with a tensor among its values is a state_dict; else the parts are under the keys of
     * the training script. Without {@code model} the average stands for it.
     */
    private static Published content(Path file, Object root) {
        if (!(root instanceof Map<?, ?> all)) {
            throw new CheckpointException(
                    file, "does not contain a dict in which weights could be found by name");
        }
        if (all.values().stream().anyMatch(TorchTensor.class::isInstance)) {
            return Published.weights(stateDict(file, "", all));
        }
        Map<String, TensorSource> average = part(file, all, List.of(EMA));
        Map<String, TensorSource> model = part(file, all, MODEL);
        if (model.isEmpty() && average.isEmpty()) {
            throw CheckpointException.of(
                    file,
                    "is neither a state_dict nor a dict with model, state_dict or ema; it has %s",
                    all.keySet().stream().limit(20).toList());
        }
        Map<String, TensorSource> parameters = model.isEmpty() ? average : model;
        Map<String, TensorSource> moments = Map.of();
        Map<String, Object> settings = Map.of();
        if (all.get(OPTIMIZER) instanceof Map<?, ?> optimizer && !model.isEmpty()) {
            PublishedMoments stored = new PublishedMoments(file);
            moments = stored.read(optimizer, List.copyOf(model.keySet()));
            settings = stored.settings(optimizer);
        }
        Map<String, TensorSource> samplers = average.isEmpty() ? parameters : average;
        return new Published(parameters, samplers, moments, settings, args(all.get(ARGS)));
    }

    private static Map<String, TensorSource> part(Path file, Map<?, ?> all, List<String> keys) {
        for (String key : keys) {
            if (all.get(key) instanceof Map<?, ?> dict) {
                return stateDict(file, key + ".", dict);
            }
        }
        return Map.of();
    }

    private static Map<String, TensorSource> stateDict(Path file, String where, Map<?, ?> dict) {
        Map<String, TensorSource> tensors = new LinkedHashMap<>();
        dict.forEach(
                (key, value) -> tensors.put(String.valueOf(key), floats(file, where + key, value)));
        return bare(tensors);
    }

    /** Names without the prefixes that all of them have. */
    private static Map<String, TensorSource> bare(Map<String, TensorSource> tensors) {
        for (String prefix : PREFIXES) {
            if (!tensors.isEmpty()
                    && tensors.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                Map<String, TensorSource> shorter = new LinkedHashMap<>();
                tensors.forEach((name, t) -> shorter.put(name.substring(prefix.length()), t));
                return bare(shorter);
            }
        }
        return tensors;
    }

    /** A tensor in float32, read from the open file when it is asked, not now. */
    static TensorSource floats(Path file, String what, Object value) {
        if (value instanceof TorchTensor t) {
            TensorSource source = new TensorSource(t.dtype(), t.shape(), t::read);
            return FloatSource.of(file, what, source);
        }
        throw CheckpointException.of(file, "%s is not a tensor", what);
    }

    /** Of a Namespace or a dict; anything else is as good as none. */
    private static Map<String, Object> args(Object args) {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<?, ?> given =
                args instanceof Namespace n
                        ? n.fields()
                        : args instanceof Map<?, ?> map ? map : Map.of();
        given.forEach((key, value) -> all.put(String.valueOf(key), value));
        return all;
    }

    @Override
    public void close() {
        try {
            open.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CheckpointException(file, "cannot be closed: " + e.getMessage(), e);
        }
    }
}
