package dev.eqm.cli.command.weights;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.models.energy.EnergyArchitecture;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.sit.SiTConfig;
import dev.eqm.models.weights.ArchitectureHints;
import dev.eqm.models.weights.Published;
import dev.eqm.models.weights.PublishedArchitecture;
import dev.eqm.models.weights.PublishedFile;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.WarmStart;
import dev.eqm.run.weights.Origin;
import dev.eqm.train.checkpoint.CheckpointTensors;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.step.StepCount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eqm import}. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description =
                "Makes a checkpoint of published weights: PyTorch's .pt, or .safetensors under published names.",
        footer = {
            "",
            "The file is read as data: nothing in it is run, whatever it is.",
            "With --out the checkpoint stands alone: eqm sample --checkpoint DIR.",
            "With --config it becomes a run that eqm train --config FILE --resume continues, with the",
            "average and the optimiser's state."
        })
public final class ImportCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The weights, .pt or .safetensors.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The checkpoint folder to make; it must not exist.")
    private Path out;

    @Mixin private ConfigOptions options;

    @Option(
            names = "--heads",
            paramLabel = "K",
            description =
                    "Attention heads, which shapes do not tell; default: those of the published size.")
    private int heads;

    @Option(
            names = "--time-conditional",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description =
                    "The network sees time (Flow Matching); default: as the file's arguments say, else not.")
    private Boolean timeConditional;

    @Option(
            names = "--energy",
            paramLabel = "NAME",
            description =
                    "Explicit energy: dot, squared-norm-published, or none; default: as the file's arguments say.")
    private String energy;

    @Override
    public Integer call() {
        if ((out == null) == !options.isGiven()) {
            throw new UsageException(
                    "eqm import needs either --out DIR (a checkpoint) or --config FILE (a run to continue)");
        }
        Console console = Console.of(spec.commandLine().getOut());
        try (PublishedFile opened = PublishedFile.open(file)) {
            Published ours = opened.content().turned();
            if (out == null) {
                run(console, ours);
            } else {
                folder(console, ours);
            }
        }
        return 0;
    }

    private void folder(Console console, Published ours) {
        if (Files.exists(out)) {
            throw new UsageException(out + " exists; name another folder, or remove it");
        }
        ModelArchitecture architecture =
                PublishedArchitecture.of(file, ours.model(), hints(ours, heads));
        RunIdentity identity =
                new RunIdentity(
                        architecture,
                        number(ours.args(), "global_seed"),
                        (int) number(ours.args(), "global_batch_size"),
                        "imported");
        write(ours, architecture, identity, out);
        tell(console, ours, architecture);
        console.line("written to %s; eqm sample --checkpoint %s", out, out);
    }

    private void run(Console console, Published ours) {
        RunConfig config = options.read();
        RunFolder folder = new RunFolder(config.runs().resolve(config.name()));
        if (folder.exists()) {
            throw new UsageException(
                    folder.path() + " already holds a run; --set name=OTHER makes another one");
        }
        if (ours.moments().isEmpty()) {
            throw new UsageException(
                    file
                            + " has no optimiser state to go on with: eqm import "
                            + file
                            + " --out DIR, then eqm train --config ... --warm-start DIR");
        }
        ModelArchitecture wanted = config.model().architecture();
        ModelArchitecture found =
                PublishedArchitecture.of(file, ours.model(), hintsFor(ours, wanted));
        List<String> differences = WarmStart.differences(found, wanted);
        if (!differences.isEmpty()) {
            throw new UsageException(
                    file
                            + ": another network than the configuration's: it has "
                            + String.join("; ", differences)
                            + "; change the model section, or the options of eqm import");
        }
        RunIdentity identity =
                new RunIdentity(
                        wanted,
                        config.train().seed(),
                        config.train().batchSize(),
                        config.loss().toString());
        Path target = folder.checkpoints().resolve(String.format(Locale.ROOT, "%08d", ours.step()));
        if (Files.exists(target)) {
            throw new UsageException(target + " exists; remove it, or use --set name=OTHER");
        }
        write(ours, wanted, identity, target);
        folder.writeConfig(config);
        folder.takeTurn();
        tell(console, ours, wanted);
        console.line(
                "written to %s; the same command line with eqm train ... --resume continues after step %d of %d",
                folder.path(), ours.step(), config.train().steps());
    }

    private static void write(
            Published ours, ModelArchitecture architecture, RunIdentity identity, Path target) {
        new CheckpointTensors(
                        architecture,
                        ours.model(),
                        ours.average(),
                        ours.moments(),
                        StepCount.of(ours.step()),
                        Origin.of(ours))
                .write(target, identity);
    }

    private ArchitectureHints hints(Published ours, int headsOrNone) {
        ArchitectureHints said = ArchitectureHints.of(ours.args());
        return new ArchitectureHints(
                headsOrNone == 0 ? said.heads() : headsOrNone,
                said.labelDropout(),
                timeConditional == null ? said.timeConditional() : timeConditional,
                energy == null ? said.energy() : energy);
    }

    /** What neither the file nor an option tells is as in the configuration. */
    private ArchitectureHints hintsFor(Published ours, ModelArchitecture wanted) {
        ModelArchitecture network =
                wanted instanceof EnergyArchitecture explicit ? explicit.network() : wanted;
        int known = heads == 0 && network instanceof SiTConfig sit ? sit.heads() : heads;
        ArchitectureHints hints = hints(ours, known);
        boolean silent = ours.args().isEmpty() && timeConditional == null;
        return new ArchitectureHints(
                hints.heads(),
                wanted.labelDropout(),
                silent ? wanted.timeConditional() : hints.timeConditional(),
                hints.energy());
    }

    private static long number(Map<String, Object> args, String name) {
        return args.get(name) instanceof Long value && value >= 0 && value < 1 << 30 ? value : 0;
    }

    private void tell(Console console, Published ours, ModelArchitecture architecture) {
        ModelArchitecture network =
                architecture instanceof EnergyArchitecture explicit
                        ? explicit.network()
                        : architecture;
        String name = network instanceof SiTConfig sit ? PublishedArchitecture.name(sit) : "custom";
        long count = architecture.specs().stream().mapToLong(ParameterSpec::size).sum();
        console.line(
                "%s: %s, %,d parameters; %s, %s",
                file,
                name,
                count,
                ours.isOneSet() ? "one set of weights" : "parameters and their average",
                ours.moments().isEmpty()
                        ? "no optimiser state"
                        : "the optimiser's state of step " + ours.step());
        architecture.describe().forEach((key, value) -> console.line("  %-13s %s", key, value));
        List<String> lost = Origin.lost(ours);
        if (!lost.isEmpty()) {
            console.line("arguments that are no plain numbers or text are left out: %s", lost);
        }
    }
}
