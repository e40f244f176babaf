package dev.eqm.cli.command.weights;

import dev.eqm.cli.command.score.LandscapeInspection;
import dev.eqm.cli.console.Console;
import dev.eqm.core.store.Json;
import dev.eqm.run.weights.Inspection;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code eqm inspect}. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description =
                "Shows what a preset, a model file or a checkpoint holds: architecture, parameters, FLOPs."
                        + " Of other files (.pt, .pth, .safetensors): names, types and shapes of the tensors;"
                        + " nothing in them is run.")
public final class InspectCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            description =
                    "A preset (XL/2), a model file (.safetensors), a checkpoint folder, or PyTorch's .pt or .pth;"
                            + " without it: all presets.")
    private String what;

    @Option(names = "--names", description = "Also list every tensor with its shape.")
    private boolean names;

    @Option(names = "--json", description = "As JSON.")
    private boolean json;

    @ArgGroup(
            exclusive = false,
            heading = "%nThe landscape of a trained model (WHAT may be a run, too):%n")
    private LandscapeInspection landscape;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (landscape != null && landscape.isWanted()) {
            landscape.run(what, json, Console.of(out));
            return 0;
        }
        InspectionText text = new InspectionText(out);
        if (what == null) {
            text.presets();
        } else if (json) {
            out.println(Json.writePretty(Inspection.of(what).toJson(names)));
        } else {
            text.print(Inspection.of(what), names);
        }
        out.flush();
        return 0;
    }
}
