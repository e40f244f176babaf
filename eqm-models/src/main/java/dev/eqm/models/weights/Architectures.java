package dev.eqm.models.weights;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.unet.UnetConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The catalogue of networks that a model file may hold. An architecture is one JSON object under
 * {@link #KEY} in the metadata: its kind, then its numbers.
 */
final class Architectures {
    /** The metadata key. */
    static final String KEY = "eqm.architecture";

    private static final Map<String, Function<Hyperparameters, ModelArchitecture>> READERS =
            Map.of(
                    SiTConfig.KIND,
                    SiTConfig::of,
                    MlpConfig.KIND,
                    MlpConfig::of,
                    UnetConfig.KIND,
                    UnetConfig::of);

    private static final String KIND = "kind";

    private Architectures() {}

    static String toJson(ModelArchitecture architecture) {
        Hyperparameters h = architecture.hyperparameters();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(KIND, h.kind());
        all.putAll(h.values());
        return Json.write(all);
    }

    private static boolean isKnown(String kind) {
        return READERS.containsKey(kind) || kind.equals(EnergyArchitecture.KIND);
    }

    private static ModelArchitecture read(Hyperparameters h) {
        return h.kind().equals(EnergyArchitecture.KIND)
                ? EnergyArchitecture.of(h, Architectures::network)
                : network(h);
    }

    private static ModelArchitecture network(Hyperparameters h) {
        require(
                READERS.containsKey(h.kind()),
                "network must be one of %s, got %s",
                READERS.keySet(),
                h.kind());
        return READERS.get(h.kind()).apply(h);
    }

    static ModelArchitecture fromMetadata(Path file, Map<String, String> metadata) {
        String json = metadata.get(KEY);
        if (json == null) {
            throw new CheckpointException(
                    file,
                    "its metadata has no "
                            + KEY
                            + ", so it is not a model that eqm wrote; weights of other programs need an import");
        }
        try {
            if (!(Json.parse(json) instanceof Map<?, ?> all)
                    || !(all.get(KIND) instanceof String kind)
                    || !isKnown(kind)) {
                throw new CheckpointException(file, KEY + " is not a known architecture: " + json);
            }
            Map<String, Object> values = new LinkedHashMap<>();
            all.forEach((name, value) -> values.put((String) name, value));
            values.remove(KIND);
            return read(new Hyperparameters(kind, values));
        } catch (JsonException | IllegalArgumentException e) {
            throw new CheckpointException(
                    file, KEY + " cannot be read (" + e.getMessage() + "): " + json, e);
        }
    }
}
