package dev.eqm.models.weights;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.Setting;
import dev.eqm.core.extension.Extensions;
import dev.eqm.core.field.Energies;
import dev.eqm.core.field.Energy;
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
    public static final String KEY = "eqm.architecture";

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
    public static String toJson(ModelArchitecture architecture) {
        Hyperparameters h = architecture.hyperparameters();
        return Json.write(JsonObject.of(KIND, h.kind()).withAll(h.values()));
    }

    /** Reads what the catalogue knows, and one architecture that it need not know. */
    private record Reader(List<ModelArchitecture> given) {
        ModelArchitecture read(Hyperparameters h) {
            return h.kind().equals(EnergyArchitecture.KIND)
                    ? EnergyArchitecture.of(h, this::network, this::energy)
                    : network(h);
        }

        private ModelArchitecture network(Hyperparameters h) {
            Map<String, ArchitectureFamily> families = families();
            for (ModelArchitecture one : given) {
                ModelArchitecture network = EnergyArchitecture.networkOf(one);
                Hyperparameters own = network.hyperparameters();
                if (own.agreesWith(h)) {
                    return network;
                }
                require(
                        !own.kind().equals(h.kind()) || families.containsKey(h.kind()),
                        "it contains %s with %s, but the given network has %s",
                        h.kind(),
                        h.values(),
                        own.values());
            }
            require(
                    families.containsKey(h.kind()),
                    "'%2$s' is not one of eqm's own networks (%1$s), and the file does not contain its code; "
                            + "pass the network (ModelFile.read(file, network, ...), GenerationSession.open(file, network, "
                            + "...), or a RunIdentity of it for Resume), or register its family in an Extension",
                    families.keySet(),
                    h.kind());
            return families.get(h.kind()).read(h);
        }

        private Energy energy(String name) {
            for (ModelArchitecture one : given) {
                if (one instanceof EnergyArchitecture explicit
                        && Energies.name(explicit.energy()).equals(name)) {
                    return explicit.energy();
                }
            }
            return Energies.named(name);
        }
    }

    /**
     * The architecture that the metadata of a file name.
     *
     * @param given what the file may hold beside the catalogue: none or one
     * @throws CheckpointException if there is none, its kind is unknown, or a number is missing or
     *     breaks a rule
     */
    public static ModelArchitecture fromMetadata(
            Path file, Map<String, String> metadata, List<ModelArchitecture> given) {
        String json = metadata.get(KEY);
        if (json == null) {
            throw CheckpointException.of(
                    file,
                    "its metadata has no %s, so it was not written by eqm; "
                            + "convert weights of other programs with "
                            + Setting.command("import"),
                    KEY);
        }
        try {
            if (!(Json.parse(json) instanceof Map<?, ?> all)
                    || !(all.get(KIND) instanceof String kind)) {
                throw CheckpointException.of(file, "%s does not contain a kind: %s", KEY, json);
            }
            Map<String, Object> values = new LinkedHashMap<>();
            all.forEach((name, value) -> values.put((String) name, value));
            values.remove(KIND);
            return new Reader(given).read(new Hyperparameters(kind, values));
        } catch (JsonException | IllegalArgumentException e) {
            throw new CheckpointException(
                    file, KEY + " cannot be read (" + e.getMessage() + "): " + json, e);
        }
    }
}
