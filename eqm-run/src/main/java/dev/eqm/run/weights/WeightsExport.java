package dev.eqm.run.weights;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.field.Energies;
import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ArchitectureHints;
import dev.eqm.models.weights.Published;
import dev.eqm.models.weights.PublishedArchitecture;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.NearPath;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.weights.ExportReport.Content;
import dev.eqm.train.checkpoint.CheckpointTensors;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Optimizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights to be written as the published code has them, under its names and in its sign.
 *
 * <p>A {@code .pt} of a checkpoint is the dictionary of the published training script, from which
 * it goes on. One named set of weights, a {@code .safetensors}, and weights without an optimiser's
 * state are a bare state_dict.
 *
 * @param what a run folder (its newest whole checkpoint), a checkpoint folder or a model file
 * @param out the file to write, {@code .pt} or {@code .safetensors}; replaced if it is there
 * @param weights one set only: {@code ema}, {@code model} or another average of the run; null: all
 *     that the format and the checkpoint hold
 */
public record WeightsExport(Path what, Path out, String weights) {
    public WeightsExport {
        require(isFormat(out), "%s: the name must end in .pt or .safetensors", out);
    }

    /** Whether the name of a file says a format that can be written. */
    public static boolean isFormat(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".pt") || name.endsWith(".safetensors");
    }

    /**
     * Writes the file; it is complete or not there.
     *
     * @param listener hears of damaged checkpoints that are passed over
     * @throws UsageException if there are no such weights, or their network has no published form
     */
    public ExportReport run(RunListener listener) {
        if (!Files.exists(what)) {
            throw new UsageException(
                    what
                            + ": there is no such run, checkpoint folder or model file"
                            + NearPath.suggestion(what));
        }
        boolean one =
                weights != null || PublishedFile.isSafetensors(out) || Files.isRegularFile(what);
        return one
                ? oneSet(listener, weights == null ? ModelChoice.AUTO : weights)
                : training(ModelChoice.checkpointAt(what, listener), listener);
    }

    private ExportReport oneSet(RunListener listener, String which) {
        ModelChoice choice = new ModelChoice(ModelPlace.of(what), which, FollowedField.GRADIENT);
        Path file = choice.find(listener).file();
        requirePublished(file, FoundModel.architectureOf(file));
        Map<String, TensorSource> ours = TensorSource.of(Safetensors.read(file).tensors());
        PublishedFile.writeWeights(out, Published.weights(ours).turned().model());
        return new ExportReport(out, file, Content.CHOSEN_WEIGHTS);
    }

    private ExportReport training(Path folder, RunListener listener) {
        CheckpointTensors ours = CheckpointTensors.read(folder);
        Optimizer optimizer = optimizer(folder);
        if (!(optimizer instanceof AdamW)) {
            listener.warned(
                    "%s: the published format can store only the state of AdamW, so that of %s is left out"
                            .formatted(folder, optimizer.name()));
        }
        SiTConfig network = requirePublished(folder, ours.architecture());
        Published published =
                new Published(
                                ours.model(),
                                ours.isOneSet() ? ours.model() : ours.average(),
                                ours.moments(),
                                settings(optimizer, ours),
                                args(network, ours))
                        .turned();
        boolean bare = published.moments().isEmpty();
        if (published.isOneSet() && bare) {
            PublishedFile.writeWeights(out, published.model());
            return new ExportReport(out, folder, Content.ONLY_WEIGHTS);
        }
        PublishedFile.writeTraining(out, published);
        return new ExportReport(
                out, folder, bare ? Content.TRAINING_WITHOUT_OPTIMIZER : Content.TRAINING);
    }

    private static SiTConfig requirePublished(Path file, ModelArchitecture architecture) {
        ModelArchitecture network = EnergyArchitecture.networkOf(architecture);
        if (network instanceof SiTConfig sit) {
            return sit;
        }
        String kind = network.hyperparameters().kind();
        throw new UsageException(
                file
                        + ": only transformers have a published format, but this is a network of kind "
                        + kind);
    }

    /** That of the run around a checkpoint; AdamW for one that stands alone. */
    private static Optimizer optimizer(Path folder) {
        Optional<RunFolder> run = RunFolder.around(folder);
        return run.map(r -> r.readConfig().optimizer()).orElse(AdamW.DEFAULT);
    }

    /** AdamW's: those of the file it was imported from, else those of its run. */
    private static Map<String, Object> settings(Optimizer optimizer, CheckpointTensors ours) {
        Map<String, Object> kept = Origin.read(ours.origin()).optimizer();
        if (!kept.isEmpty()) {
            return kept;
        }
        if (!(optimizer instanceof AdamW adamW)) {
            return Map.of();
        }
        return JsonObject.of("lr", adamW.learningRate())
                .with("betas", List.of(adamW.beta1(), adamW.beta2()))
                .with("eps", adamW.epsilon())
                .with("weight_decay", adamW.weightDecay())
                .with("amsgrad", false)
                .with("maximize", false)
                .with("capturable", false)
                .with("differentiable", false)
                .with("foreach", null)
                .with("fused", null);
    }

    /** The script's: those of the file it was imported from, else what the network is. */
    private static Map<String, Object> args(SiTConfig network, CheckpointTensors ours) {
        if (!ours.origin().isEmpty()) {
            return Origin.read(ours.origin()).args();
        }
        JsonObject all =
                JsonObject.of("model", "EqM-" + PublishedArchitecture.name(network))
                        .with("num_classes", (long) network.classes())
                        .with("uncond", !network.timeConditional());
        if (ours.architecture() instanceof EnergyArchitecture explicit) {
            String name = ArchitectureHints.publishedEnergy(Energies.name(explicit.energy()));
            return all.withIf(!name.equals(ArchitectureHints.NO_ENERGY), "ebm", name);
        }
        return all.with("ebm", ArchitectureHints.NO_ENERGY);
    }
}
