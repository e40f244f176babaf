package dev.eqm.run.weights;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.weights.ModelFile;
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
        Map<String, Object> facts();

        /** A published or small size. */
        record Preset(String name) implements Source {
            @Override
            public Map<String, Object> facts() {
                return Map.of("preset", name);
            }
        }

        /** A model file of eqm. */
        record File(Path path) implements Source {
            @Override
            public Map<String, Object> facts() {
                return Map.of("file", path.toString());
            }
        }

        /** A checkpoint folder, verified. */
        record Checkpoint(Path folder, StateFile state) implements Source {
            /** Of its main average. */
            ModelArchitecture architecture() {
                return ModelFile.architecture(folder.resolve(Checkpoints.EMA));
            }

            @Override
            public Map<String, Object> facts() {
                Map<String, Object> facts = new LinkedHashMap<>();
                facts.put("checkpoint", folder.toString());
                facts.put("step", state.step());
                facts.put("imagesSeen", state.step() * state.batchSize());
                facts.put("seed", state.seed());
                facts.put("loss", state.loss());
                return facts;
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
    public Map<String, Object> toJson(boolean tensors) {
        Map<String, Object> all = new LinkedHashMap<>(source.facts());
        Map<String, Object> numbers = new LinkedHashMap<>();
        numbers.put("kind", architecture.hyperparameters().kind());
        numbers.putAll(architecture.hyperparameters().values());
        all.put("architecture", numbers);
        all.put("parameters", parameters());
        all.put("trainable", trainable());
        all.put("macs", macs());
        all.put("flops", 2 * macs());
        all.put("macsByPart", architecture.macs());
        if (tensors) {
            Map<String, Object> shapes = new LinkedHashMap<>();
            for (ParameterSpec spec : architecture.specs()) {
                shapes.put(spec.name(), Arrays.stream(spec.shape().getShape()).boxed().toList());
            }
            all.put("tensors", shapes);
        }
        return all;
    }
}
