package dev.eqm.models.weights;

import dev.eqm.core.check.Setting;
import dev.eqm.core.field.Energies;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.sit.SiTPresets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises a published transformer by the names and shapes of its weights. */
public final class PublishedArchitecture {
    private static final Pattern BLOCK = Pattern.compile("blocks\\.([0-9]{1,6})\\..*");

    private PublishedArchitecture() {}

    /**
     * The architecture of weights: width, patch and channels from the patch embedding, image size
     * from {@code pos_embed} [1, T, D], classes from the label table (one row more), depth from the
     * blocks, MLP ratio from the first MLP, the unused half of the last layer from its rows. Every
     * name and shape must then be the architecture's own.
     *
     * @throws CheckpointException naming the tensor that does not fit
     */
    public static ModelArchitecture of(
            Path file, Map<String, TensorSource> tensors, ArchitectureHints hints) {
        SiTConfig network = network(file, tensors, hints);
        ModelArchitecture architecture = network;
        try {
            if (!hints.energy().equals(ArchitectureHints.NO_ENERGY)) {
                architecture = new EnergyArchitecture(network, Energies.named(hints.energy()));
            }
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, e.getMessage(), e);
        }
        ModelFile.checkSources(file, tensors, architecture.specs());
        return architecture;
    }

    /**
     * The name of a published size with these numbers, such as {@code XL/2}; else {@code custom}.
     */
    public static String name(SiTConfig config) {
        return SiTPresets.all().entrySet().stream()
                .filter(e -> isSize(e.getValue(), config.width(), config.depth()))
                .filter(e -> e.getValue().patchSize() == config.patchSize())
                .filter(e -> e.getValue().heads() == config.heads())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("custom");
    }

    private static SiTConfig network(
            Path file, Map<String, TensorSource> tensors, ArchitectureHints hints) {
        long[] patch = shape(file, tensors, "x_embedder.proj.weight", 4); // [D, C, p, p]
        long[] table = shape(file, tensors, "pos_embed", 3); // [1, T, D]
        long[] labels = shape(file, tensors, "y_embedder.embedding_table.weight", 2);
        long[] hidden = shape(file, tensors, "blocks.0.mlp.fc1.weight", 2);
        long[] last = shape(file, tensors, "final_layer.linear.weight", 2);
        int depth = depth(tensors);
        long grid = Math.round(Math.sqrt((double) table[1]));
        if (grid * grid != table[1]) {
            throw CheckpointException.of(
                    file, "pos_embed has %s tokens, which do not form a square grid", table[1]);
        }
        boolean twice = last[0] == 2 * patch[1] * patch[2] * patch[3];
        try {
            return new SiTConfig(
                    Math.toIntExact(Math.multiplyExact(grid, patch[3])),
                    Math.toIntExact(patch[3]),
                    Math.toIntExact(patch[1]),
                    Math.toIntExact(patch[0]),
                    depth,
                    heads(file, hints, patch[0], depth),
                    hidden[0] / (double) patch[0],
                    Math.toIntExact(labels[0] - 1),
                    hints.labelDropout(),
                    twice,
                    hints.timeConditional());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CheckpointException(
                    file, "its shapes do not match any network of eqm: " + e.getMessage(), e);
        }
    }

    /** The largest number of a block, plus one. */
    private static int depth(Map<String, TensorSource> tensors) {
        return tensors.keySet().stream()
                        .map(BLOCK::matcher)
                        .filter(Matcher::matches)
                        .mapToInt(m -> Integer.parseInt(m.group(1)))
                        .max()
                        .orElse(-1)
                + 1;
    }

    private static int heads(Path file, ArchitectureHints hints, long width, int depth) {
        if (hints.heads() != 0) {
            return hints.heads();
        }
        return SiTPresets.all().values().stream()
                .filter(preset -> isSize(preset, width, depth))
                .map(SiTConfig::heads)
                .findFirst()
                .orElseThrow(
                        () ->
                                CheckpointException.of(
                                        file,
                                        "width %s and depth %s are not a published size, and the number of "
                                                + "attention heads cannot be derived from shapes; give it with "
                                                + Setting.of("heads"),
                                        width,
                                        depth));
    }

    private static boolean isSize(SiTConfig preset, long width, int depth) {
        return preset.width() == width && preset.depth() == depth;
    }

    private static long[] shape(
            Path file, Map<String, TensorSource> tensors, String name, int rank) {
        TensorSource tensor = tensors.get(name);
        if (tensor == null) {
            String there = tensors.keySet().stream().limit(5).toList().toString();
            throw CheckpointException.of(
                    file,
                    "has no tensor '%s', so it is not an EqM or SiT network; the first of its %s tensors are %s",
                    name,
                    tensors.size(),
                    there);
        }
        long[] shape = tensor.shape();
        if (shape.length != rank || Arrays.stream(shape).anyMatch(n -> n < 1)) {
            throw CheckpointException.of(
                    file, "tensor '%s' is %s, but should have %s dimensions", name, tensor, rank);
        }
        return shape;
    }
}
