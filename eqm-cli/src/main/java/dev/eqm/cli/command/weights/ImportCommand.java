package dev.eqm.cli.command.weights;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.weights.ImportReport;
import dev.eqm.run.weights.WeightsImport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm import}: a checkpoint, or a run, of published weights.
 *
 * <p>One {@link WeightsImport}, to a checkpoint ({@code --out}) or to a run ({@code --config}); one
 * of them is required, and what it names must not exist. {@code --time-conditional} is a {@code
 * Boolean} and not a flag: not given, the file's own arguments decide. So it is with {@code
 * --energy}, and 0 heads stand for those of the published size.
 *
 * <p>It prints the architecture that was found, because shapes alone do not tell all of it. Exit
 * code 2 for tensors that are missing, left over or of another shape, and for a configuration of
 * another network; nothing is then written.
 */
@Command(name = "import")
public final class ImportCommand extends ConsoleCommand {
    @Parameters(
            paramLabel = "FILE",
            description =
                    "The weights, .pt or .safetensors; of several .safetensors their folder or index.")
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
    protected void run(Console console) {
        Usage.require(
                Usage.count(out != null, options.isGiven()) == 1,
                "eqm import needs either --out DIR (a checkpoint) or --config FILE (a run to continue)");
        Usage.require(heads >= 0, "--heads must be at least 1, got %s", heads);
        WeightsImport weights = new WeightsImport(file, heads, timeConditional, energy);
        if (out != null) {
            tell(console, weights.toCheckpoint(out));
            console.line("written to %s; eqm sample --checkpoint %s", out, out);
            return;
        }
        RunConfig config = options.read();
        ImportReport made = weights.toRun(config);
        tell(console, made);
        console.line(
                "written to %s; the same command line with eqm train ... --resume continues after step %d of %d",
                made.place(), made.step(), config.train().steps());
    }

    /**
     * What was found in the file: size, sets of weights, architecture, and which arguments were
     * left out because they are no data.
     */
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
        found.warnings().forEach(console::warned);
    }
}
