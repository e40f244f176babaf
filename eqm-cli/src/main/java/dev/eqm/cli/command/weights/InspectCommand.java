package dev.eqm.cli.command.weights;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.LandscapeText;
import dev.eqm.cli.option.LandscapeOptions;
import dev.eqm.core.store.Json;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.scoring.LandscapeLook;
import dev.eqm.run.scoring.LandscapeReport;
import dev.eqm.run.scoring.LandscapeRequest;
import dev.eqm.run.weights.Inspection;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm inspect}: what a preset or a file holds, or the landscape of a trained model.
 *
 * <p>It asks one of three things: all presets, an {@code Inspection} of a file, or a {@link
 * LandscapeRequest} of a trained model. Only the last computes. JSON is printed alone, so that it
 * can be piped; written is only landscape.json, and only with {@code --out}.
 *
 * <p>Headers are read, not weights, so that size does not matter; a {@code .pt} is read as data.
 * Exit code 2 for a file of no known kind, and for the landscape of a model that sees time.
 */
@Command(name = "inspect")
public final class InspectCommand extends ConsoleCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "WHAT",
            description =
                    "A preset (XL/2), a model file (.safetensors), a checkpoint folder, or a "
                            + "PyTorch file (.pt, .pth); if omitted, all presets are listed.")
    private String what;

    @Option(names = "--names", description = "Also lists every tensor with its shape.")
    private boolean names;

    @Option(names = "--json", description = "Prints JSON instead of text.")
    private boolean json;

    @ArgGroup(exclusive = false)
    private LandscapeOptions landscape;

    /**
     * The landscape first, whose option names it; without WHAT the presets, which {@code --json}
     * and {@code --names} do not change.
     */
    @Override
    protected void run(Console console) {
        InspectionText text = new InspectionText(console.out());
        if (landscape != null && landscape.isWanted()) {
            inspectLandscape(console);
        } else if (what == null) {
            text.presets();
        } else if (json) {
            console.data().result(Json.writePretty(Inspection.of(what).toJson(names)));
        } else {
            text.print(Inspection.of(what), names);
        }
        console.out().flush();
    }

    /** With --json nothing but the report is printed. */
    private void inspectLandscape(Console console) {
        LandscapeRequest request = landscape.request(what);
        FoundModel found = ModelChoice.of(Path.of(what)).find(RunListener.SILENT); // told below
        RunListener listener = json ? console.data() : console;
        LandscapeReport report =
                LandscapeLook.at(found, landscape.device(found), request, listener);
        if (json) {
            console.result(Json.writePretty(report.toJson()));
        } else {
            LandscapeText.print(report, console);
        }
        landscape.write(report, listener);
    }
}
