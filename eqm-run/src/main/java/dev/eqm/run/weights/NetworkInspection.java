package dev.eqm.run.weights;

import dev.eqm.core.check.Words;
import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.NotFinite;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.checkpoint.StateFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of eqm's networks, by its numbers.
 *
 * @param source where they are from
 */
public record NetworkInspection(Source source, ModelArchitecture architecture)
        implements Inspection {
    /** Where the numbers of a network are from. */
    public sealed interface Source {
        /** What is known of it beside the network: words and values, in reading order. */
        JsonObject facts();

        /** The model files; none of a preset. */
        default List<Path> files() {
            return List.of();
        }

        /** A published or small size. */
        record Preset(String name) implements Source {
            @Override
            public JsonObject facts() {
                return JsonObject.of("preset", name);
            }
        }

        /** A model file of eqm. */
        record File(Path path) implements Source {
            @Override
            public JsonObject facts() {
                return JsonObject.of("file", path.toString());
            }

            @Override
            public List<Path> files() {
                return List.of(path);
            }
        }

        /** A checkpoint folder, verified. */
        record Checkpoint(Path folder, StateFile state) implements Source {
            /** Of its main average. */
            ModelArchitecture architecture() {
                return FoundModel.architectureOf(folder.resolve(Checkpoints.EMA));
            }

            /** The trained weights and the main average. */
            @Override
            public List<Path> files() {
                return List.of(folder.resolve(Checkpoints.MODEL), folder.resolve(Checkpoints.EMA));
            }

            @Override
            public JsonObject facts() {
                return JsonObject.of("checkpoint", folder.toString())
                        .with("step", state.step())
                        .with("imagesSeen", state.step() * state.batchSize())
                        .with("seed", state.seed())
                        .with("loss", Words.of(state.loss()));
            }
        }
    }

    /** How many numbers, fixed tables included. */
    public long parameters() {
        return count(architecture.specs());
    }

    /** How many of them are optimised. */
    public long trainable() {
        return count(architecture.specs().stream().filter(ParameterSpec::trainable).toList());
    }

    /** Multiply-accumulates of one forward pass of one sample. */
    public long macs() {
        return architecture.macs().values().stream().mapToLong(Long::longValue).sum();
    }

    private static long count(List<ParameterSpec> specs) {
        return specs.stream().mapToLong(ParameterSpec::size).sum();
    }

    @Override
    public Map<String, Long> notFinite() {
        Map<String, Long> all = new LinkedHashMap<>();
        for (Path file : source.files()) {
            String prefix = source.files().size() == 1 ? "" : file.getFileName() + "/";
            NotFinite.in(file).forEach((name, count) -> all.put(prefix + name, count));
        }
        return all;
    }

    @Override
    public JsonObject toJson(boolean tensors) {
        JsonObject shapes = JsonObject.of(Map.of());
        for (ParameterSpec spec : architecture.specs()) {
            shapes.with(spec.name(), Arrays.stream(spec.shape().getShape()).boxed().toList());
        }
        Hyperparameters numbers = architecture.hyperparameters();
        Map<String, Long> bad = notFinite();
        return source.facts()
                .withIf(!bad.isEmpty(), "notFinite", bad)
                .with(
                        "architecture",
                        JsonObject.of("kind", numbers.kind()).withAll(numbers.values()))
                .with("parameters", parameters())
                .with("trainable", trainable())
                .with("macs", macs())
                .with("flops", 2 * macs())
                .with("macsByPart", architecture.macs())
                .withIf(tensors, "tensors", shapes);
    }
}
