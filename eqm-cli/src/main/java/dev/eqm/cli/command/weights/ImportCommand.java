package dev.eqm.cli.command.weights;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.core.check.Setting;
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
                    "The weights, .pt or .safetensors; if they are split over "
                            + "several .safetensors, the folder or the index.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The checkpoint folder to write; it must not exist yet.")
    private Path out;

    @Mixin private ConfigOptions options;

    @Option(
            names = "--heads",
            paramLabel = "K",
            description =
                    "Number of attention heads, which cannot be derived from "
                            + "the shapes; default: that of the published size.")
    private Integer heads;

    @Option(
            names = "--time-conditional",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description =
                    "The network takes time as an input (Flow Matching); "
                            + "default: as stored in the file, otherwise false.")
    private Boolean timeConditional;

    @Option(
            names = "--energy",
            paramLabel = "NAME",
            description =
                    "Explicit energy: dot, squared-norm-published, or none; default: as stored in the file.")
    private String energy;

    @Override
    protected void run(Console console) {
        Usage.require(
                Usage.count(out != null, options.isGiven()) == 1,
                Setting.command("import")
                        + " needs either --out DIR (to make a checkpoint) or "
                        + "--config FILE (to make a run that can be continued)");
        Usage.requireAtLeastOne("--heads", heads);
        WeightsImport weights =
                new WeightsImport(file, heads == null ? 0 : heads, timeConditional, energy);
        if (out != null) {
            tell(console, weights.toCheckpoint(out));
            Setting sample = Setting.command("sample --checkpoint");
            console.line("written to %s; try %s %s", out, sample, out);
            return;
        }
        RunConfig config = options.read();
        ImportReport made = weights.toRun(config);
        tell(console, made);
        console.line(
                "written to %s; %s with the same --config and --set options continues after step %d of %d",
                made.place(),
                Setting.command("train --resume"),
                made.step(),
                config.train().steps());
    }

    /** What was found in the file, and which arguments were left out because they are no data. */
    private static void tell(Console console, ImportReport found) {
        console.line(
                "%s: %s, %,d parameters; %s, %s",
                found.file(),
                found.size(),
                found.parameters(),
                found.oneSet() ? "one set of weights" : "parameters and their average",
                found.hasMoments()
                        ? "optimiser state of step " + found.step()
                        : "no optimiser state");
        found.architecture()
                .describe()
                .forEach((key, value) -> console.line("  %-13s %s", key, value));
        if (!found.lost().isEmpty()) {
            console.line(
                    "arguments that are not plain numbers or text were ignored: %s", found.lost());
        }
        found.warnings().forEach(console::warned);
    }
}
