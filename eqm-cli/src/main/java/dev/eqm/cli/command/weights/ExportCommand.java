package dev.eqm.cli.command.weights;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.folder.Target;
import dev.eqm.run.weights.ExportReport;
import dev.eqm.run.weights.WeightsExport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm export}: weights under the published names and in the published sign.
 *
 * <p>One {@link WeightsExport}. The name's ending chooses the format, and is checked before
 * anything is read. What the file came to hold is told by the report rather than by the options: a
 * checkpoint without an optimiser's state gives a smaller dictionary.
 *
 * <p>It writes {@code --out} alone, complete or not at all. Exit code 2 for a file that is there,
 * an average that the run has not, and a network that has no published form.
 */
@Command(name = "export")
public final class ExportCommand extends ConsoleCommand {
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
    protected void run(Console console) {
        Usage.require(
                WeightsExport.isFormat(out),
                "--out %s: the name must end in .pt or .safetensors, which says the format",
                out);
        Target.file(out, overwrite);
        ExportReport done = new WeightsExport(what, out, weights).run(console);
        console.line("written to %s: %s", done.out(), content(done));
    }

    /**
     * What the file holds, in the words of the published training script: which keys its dictionary
     * has, so that a reader knows whether training can go on from it.
     */
    private static String content(ExportReport done) {
        return switch (done.content()) {
            case CHOSEN_WEIGHTS -> "the weights of " + done.source();
            case ONLY_WEIGHTS -> "the weights of " + done.source() + ", a state_dict";
            case TRAINING_WITHOUT_OPTIMIZER -> "model, ema, args of " + done.source();
            case TRAINING -> "model, ema, opt, args of " + done.source();
        };
    }
}
