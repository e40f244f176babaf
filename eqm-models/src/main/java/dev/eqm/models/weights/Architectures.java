package dev.eqm.models.weights;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.extension.Extensions;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.JsonObject;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.mlp.MlpConfig;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.unet.UnetConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The catalogue of networks that a model file may hold. An architecture is one JSON object under
 * {@link #KEY} in the metadata: its kind, then its numbers.
 */
public final class Architectures {
    /** The metadata key. */
    static final String KEY = "eqm.architecture";

    private static final String KIND = "kind";

    private Architectures() {}

    /**
     * Kind in model files -> the family, without explicit energies, which are over any of them.
     *
     * <p>Those here first, then those of extensions.
     */
    public static Map<String, ArchitectureFamily> families() {
        Map<String, ArchitectureFamily> all = new LinkedHashMap<>();
        all.put(
                SiTConfig.KIND,
                family(
                        SiTConfig::of,
                        new SiTConfig(4, 2, 2, 16, 2, 2, 4, 3, 0.1, false, false),
                        new SiTConfig(4, 2, 1, 16, 1, 2, 4, 3, 0.1, true, true)));
        all.put(
                MlpConfig.KIND,
                family(
                        MlpConfig::of,
                        new MlpConfig(1, 2, 16, 2, 0, 3, 0.1, false),
                        new MlpConfig(2, 1, 16, 1, 2, 3, 0.1, true)));
        all.put(
                UnetConfig.KIND,
                family(
                        UnetConfig::of,
                        unet(List.of(), 0, true, false),
                        unet(List.of(2), 0.1, true, true)));
        return Extensions.joined(ArchitectureFamily.class, all);
    }

    private static UnetConfig unet(
            List<Integer> attention, double dropout, boolean labels, boolean time) {
        return new UnetConfig(
                4, 1, 32, List.of(1, 2), 1, attention, 1, dropout, labels, 3, 0.1, time);
    }

    private record Family(
            Function<Hyperparameters, ModelArchitecture> reader, List<ModelArchitecture> examples)
            implements ArchitectureFamily {
        @Override
        public ModelArchitecture read(Hyperparameters numbers) {
            return reader.apply(numbers);
        }
    }

    private static Family family(
            Function<Hyperparameters, ModelArchitecture> reader, ModelArchitecture... examples) {
        return new Family(reader, List.of(examples));
    }

    /** The kind first, then the numbers in the order of {@link Hyperparameters}. */
    static String toJson(ModelArchitecture architecture) {
        Hyperparameters h = architecture.hyperparameters();
        return Json.write(JsonObject.of(KIND, h.kind()).withAll(h.values()));
    }

    private static boolean isKnown(String kind) {
        return families().containsKey(kind) || kind.equals(EnergyArchitecture.KIND);
    }

    private static ModelArchitecture read(Hyperparameters h) {
        return h.kind().equals(EnergyArchitecture.KIND)
                ? EnergyArchitecture.of(h, Architectures::network)
                : network(h);
    }

    private static ModelArchitecture network(Hyperparameters h) {
        Map<String, ArchitectureFamily> families = families();
        require(
                families.containsKey(h.kind()),
                "network must be one of %s, got %s",
                families.keySet(),
                h.kind());
        return families.get(h.kind()).read(h);
    }

    /**
     * @throws CheckpointException if there is none, its kind is unknown, or a number is missing or
     *     breaks a rule
     */
    static ModelArchitecture fromMetadata(Path file, Map<String, String> metadata) {
        String json = metadata.get(KEY);
        if (json == null) {
            throw CheckpointException.of(
                    file,
                    "its metadata has no %s, so it is not a model that eqm wrote; weights of other programs need an import",
                    KEY);
        }
        try {
            if (!(Json.parse(json) instanceof Map<?, ?> all)
                    || !(all.get(KIND) instanceof String kind)
                    || !isKnown(kind)) {
                throw CheckpointException.of(file, "%s is not a known architecture: %s", KEY, json);
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
