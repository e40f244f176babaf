package dev.eqm.cli.command.weights;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.run.UsageException;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.weights.ImportReport;
import dev.eqm.run.weights.WeightsImport;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code eqm import}.
 *
 * <p>One {@link WeightsImport}, to a checkpoint or to a run. {@code --time-conditional} is a {@code
 * Boolean} and not a flag: not given, the file's own arguments decide.
 */
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
        WeightsImport weights = new WeightsImport(file, heads, timeConditional, energy);
        Console console = Console.of(spec.commandLine().getOut());
        if (out != null) {
            tell(console, weights.toCheckpoint(out));
            console.line("written to %s; eqm sample --checkpoint %s", out, out);
            return 0;
        }
        RunConfig config = options.read();
        ImportReport made = weights.toRun(config);
        tell(console, made);
        console.line(
                "written to %s; the same command line with eqm train ... --resume continues after step %d of %d",
                made.place(), made.step(), config.train().steps());
        return 0;
    }

    private static void tell(Console console, ImportReport found) {
        console.line(
                "%s: %s, %,d parameters; %s, %s",
                found.file(),
                found.size(),
                found.parameters(),
                found.oneSet() ? "one set of weights" : "parameters and their average",
                found.hasMoments()
                        ? "the optimiser's state of step " + found.step()
                        : "no optimiser state");
        found.architecture()
                .describe()
                .forEach((key, value) -> console.line("  %-13s %s", key, value));
        if (!found.lost().isEmpty()) {
            console.line(
                    "arguments that are no plain numbers or text are left out: %s", found.lost());
        }
    }
}
