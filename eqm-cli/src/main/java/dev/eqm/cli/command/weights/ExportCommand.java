package dev.eqm.cli.command.weights;

import dev.eqm.cli.console.Console;
import dev.eqm.core.field.Energies;
import dev.eqm.core.store.Safetensors;
import dev.eqm.core.store.TensorSource;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ArchitectureHints;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.models.weights.Published;
import dev.eqm.models.weights.PublishedArchitecture;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.weights.Origin;
import dev.eqm.train.checkpoint.CheckpointTensors;
import dev.eqm.train.checkpoint.Checkpoints;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eqm export}. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes weights as the published code has them: .pt for torch.load, or .safetensors.",
        footer = {
            "",
            "A .pt of a trained checkpoint is the dictionary of the published training script: model, ema,",
            "opt and args (a plain dict, so that weights_only=True opens it). With --weights, and of weights",
            "without an optimiser's state, it is a bare state_dict, as a .safetensors always is."
        })
public final class ExportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "WHAT",
            description =
                    "A run folder (its newest whole checkpoint), a checkpoint folder, or a model file.")
    private Path what;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file to write; its name ends in .pt or .safetensors.")
    private Path out;

    @Option(
            names = "--weights",
            paramLabel = "NAME",
            description =
                    "One set only: ema (the average), model, or another average of the run such as ema-0.9999.")
    private String weights;

    @Option(names = "--overwrite", description = "Replaces the file if it is there.")
    private boolean overwrite;

    @Override
    public Integer call() {
        Console console = Console.of(spec.commandLine().getOut());
        String name = String.valueOf(out.getFileName());
        if (!name.endsWith(".pt") && !name.endsWith(".safetensors")) {
            throw new UsageException(
                    "--out "
                            + out
                            + ": the name must end in .pt or .safetensors, which says the format");
        }
        if (Files.exists(out) && !overwrite) {
            throw new UsageException(out + " exists; --overwrite replaces it");
        }
        if (!Files.exists(what)) {
            throw new UsageException(
                    what + ": there is no such run, checkpoint folder or model file");
        }
        boolean one =
                weights != null || PublishedFile.isSafetensors(out) || Files.isRegularFile(what);
        if (one) {
            weights(console, weights == null ? Averages.MAIN : weights);
        } else {
            training(console, checkpoint(console));
        }
        return 0;
    }

    private void weights(Console console, String which) {
        Path file =
                new ModelChoice(ModelPlace.of(what), which, FollowedField.GRADIENT)
                        .find(console)
                        .file();
        requirePublished(file, ModelFile.architecture(file));
        Map<String, TensorSource> ours = TensorSource.of(Safetensors.read(file).tensors());
        PublishedFile.writeWeights(out, Published.weights(ours).turned().model());
        console.line("written to %s: the weights of %s", out, file);
    }

    private void training(Console console, Path folder) {
        CheckpointTensors ours = CheckpointTensors.read(folder);
        requirePublished(folder, ours.architecture());
        Published published =
                new Published(
                                ours.model(),
                                ours.isOneSet() ? ours.model() : ours.average(),
                                ours.moments(),
                                settings(folder, ours),
                                args(ours))
                        .turned();
        if (published.isOneSet() && published.moments().isEmpty()) {
            PublishedFile.writeWeights(out, published.model());
            console.line("written to %s: the weights of %s, a state_dict", out, folder);
            return;
        }
        PublishedFile.writeTraining(out, published);
        console.line(
                "written to %s: model, ema,%s args of %s",
                out, published.moments().isEmpty() ? "" : " opt,", folder);
    }

    private Path checkpoint(Console console) {
        RunFolder run = new RunFolder(what);
        if (!run.exists()) {
            return what;
        }
        Checkpoints.Latest latest = Checkpoints.latest(run.checkpoints());
        latest.damaged().forEach(warning -> console.line("warning: %s", warning));
        if (latest.found().isEmpty()) {
            throw new UsageException(what + " has no whole checkpoint yet; train it longer");
        }
        return latest.found().get(0);
    }

    private static SiTConfig requirePublished(Path file, ModelArchitecture architecture) {
        ModelArchitecture network =
                architecture instanceof EnergyArchitecture explicit
                        ? explicit.network()
                        : architecture;
        if (network instanceof SiTConfig sit) {
            return sit;
        }
        throw new UsageException(
                file
                        + ": only transformers have a published form, this is a network of kind "
                        + network.hyperparameters().kind());
    }

    /** Those of the file it was imported from, else those of its run. */
    private static Map<String, Object> settings(Path folder, CheckpointTensors ours) {
        Map<String, Object> kept = Origin.optimizer(ours.origin());
        if (!kept.isEmpty()) {
            return kept;
        }
        AdamW adamW =
                RunFolder.around(folder)
                        .map(run -> run.readConfig().optimizer())
                        .orElse(AdamW.DEFAULT);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("lr", adamW.learningRate());
        all.put("betas", List.of(adamW.beta1(), adamW.beta2()));
        all.put("eps", adamW.epsilon());
        all.put("weight_decay", adamW.weightDecay());
        for (String off : List.of("amsgrad", "maximize", "capturable", "differentiable")) {
            all.put(off, false);
        }
        all.put("foreach", null);
        all.put("fused", null);
        return all;
    }

    /** Those of the file it was imported from, else what the network is. */
    private static Map<String, Object> args(CheckpointTensors ours) {
        Map<String, Object> kept = Origin.args(ours.origin());
        if (!ours.origin().isEmpty()) {
            return kept;
        }
        SiTConfig network = requirePublished(Path.of("."), ours.architecture());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", "EqM-" + PublishedArchitecture.name(network));
        all.put("num_classes", (long) network.classes());
        all.put("uncond", !network.timeConditional());
        if (ours.architecture() instanceof EnergyArchitecture explicit) {
            String name = ArchitectureHints.publishedEnergy(Energies.name(explicit.energy()));
            if (!name.equals(ArchitectureHints.NO_ENERGY)) {
                all.put("ebm", name);
            }
        } else {
            all.put("ebm", ArchitectureHints.NO_ENERGY);
        }
        return all;
    }
}
