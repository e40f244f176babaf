package dev.eqm.cli.command.weights;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.Held;
import dev.eqm.cli.option.GraphLabels;
import dev.eqm.cli.option.Usage;
import dev.eqm.models.onnx.OnnxFile;
import dev.eqm.run.folder.Target;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.weights.ExportReport;
import dev.eqm.run.weights.GraphExport;
import dev.eqm.run.weights.WeightsExport;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm export}: weights under the published names and in the published sign, or the whole
 * network as an ONNX graph in the paper's sign.
 *
 * <p>One {@link WeightsExport} or {@link GraphExport}. The name's ending chooses the format, and is
 * checked before anything is read. What the file came to hold is told by the report rather than by
 * the options: a checkpoint without an optimiser's state gives a smaller dictionary.
 *
 * <p>It writes {@code --out} alone (a graph of more than 2 GB also {@code --out}.data), complete or
 * not at all. Exit code 2 for a file that is there, an average that the run has not, and a network
 * that has no published form or none in ONNX.
 */
@Command(name = "export")
public final class ExportCommand extends ConsoleCommand {
    @Parameters(
            paramLabel = "WHAT",
            description =
                    "A run folder (its newest complete checkpoint), a checkpoint folder, or a model file.")
    private Path what;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The file to write; its name must end in .pt, .safetensors or .onnx.")
    private Path out;

    @Option(
            names = "--weights",
            paramLabel = "NAME",
            description =
                    "Writes only one set of weights: ema (the average), model, "
                            + "or another average of the run such as ema-0.9999.")
    private String weights;

    @Mixin private GraphLabels labels;

    @Option(names = "--overwrite", description = "Replaces an existing file.")
    private boolean overwrite;

    @Override
    protected void run(Console console) {
        boolean graph = OnnxFile.isOne(out);
        Usage.require(
                graph || WeightsExport.isFormat(out),
                "--out %s: the name must end in .pt, .safetensors or .onnx, which decides the format",
                out);
        Usage.require(
                graph || !labels.isGiven(),
                "--label and --conditioning are for ONNX files: remove them, or give --out FILE.onnx");
        Target.file(out, overwrite);
        ExportReport done =
                graph
                        ? graph(console)
                        : new WeightsExport(what, out, weights).run(new Held(console));
        console.line("written to %s: %s", done.out(), content(done));
    }

    private ExportReport graph(Console console) {
        String which = weights == null ? ModelChoice.AUTO : weights;
        FoundModel found =
                new ModelChoice(ModelPlace.of(what), which, FollowedField.GRADIENT)
                        .find(new Held(console)); // nothing is sampled, and the last line says all
        return new GraphExport(found, out, labels.form(found.classes())).run(console);
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
            case GRAPH -> "the network of " + done.source() + " as an ONNX graph";
        };
    }
}
