package dev.eqm.run.weights;

import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.Safetensors;
import dev.eqm.models.sit.SiTPresets;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.NearPath;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.weights.NetworkInspection.Source;
import dev.eqm.train.checkpoint.StateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a preset, a checkpoint or a file of tensors holds. Nothing is run; tensors are read once, to
 * find numbers that are not finite.
 */
public sealed interface Inspection permits NetworkInspection, TensorListing {
    /**
     * Looks at it.
     *
     * @param what a file of tensors of any program ({@code .safetensors}, else one of PyTorch's),
     *     the folder or index of several, a run (its newest whole checkpoint), a checkpoint folder,
     *     or the name of a preset such as {@code XL/2}
     * @throws UsageException if it is none of these
     */
    static Inspection of(String what) {
        Path path = Path.of(what);
        if (Files.isRegularFile(path)) {
            return isOfOthers(path)
                    ? TensorListing.of(path)
                    : new NetworkInspection(new Source.File(path), FoundModel.architectureOf(path));
        }
        if (Files.isDirectory(path)
                && !Files.exists(path.resolve(StateFile.NAME))
                && Safetensors.isModel(path)) {
            return TensorListing.of(path);
        }
        if (Files.isDirectory(path)) {
            Path folder = ModelChoice.checkpointAt(path, RunListener.SILENT);
            Source.Checkpoint found =
                    new Source.Checkpoint(folder, StateFile.verifiedWeights(folder));
            return new NetworkInspection(found, found.architecture());
        }
        if (SiTPresets.all().containsKey(what.replaceFirst("^(SiT|EqM)-", ""))) {
            return new NetworkInspection(new Source.Preset(what), SiTPresets.get(what));
        }
        String presets = String.join(", ", SiTPresets.all().keySet());
        throw new UsageException(
                what
                        + ": neither a file, a folder nor a preset"
                        + NearPath.suggestion(Path.of(what))
                        + "; presets are "
                        + presets);
    }

    /** A file that does not say which of eqm's networks it holds. */
    private static boolean isOfOthers(Path file) {
        return !PublishedFile.isSafetensors(file)
                || !ModelFile.isOne(Safetensors.header(file).metadata());
    }

    /** Tensors with numbers that are NaN or infinite, and how many each has. */
    Map<String, Long> notFinite();

    /**
     * Everything, as JSON knows it.
     *
     * @param tensors whether each tensor of a network is named; those of other files always are
     */
    JsonObject toJson(boolean tensors);
}
