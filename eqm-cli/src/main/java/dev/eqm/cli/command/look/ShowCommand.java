package dev.eqm.cli.command.look;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.RunsText;
import dev.eqm.core.store.Json;
import dev.eqm.run.overview.RunDetails;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm show}: {@link RunDetails} of a run in words, or as JSON.
 *
 * <p>Exit code 2 if there is no such run, with those that there are; a damaged run is shown with
 * what is wrong.
 */
@Command(name = "show")
public final class ShowCommand extends ConsoleCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "RUN",
            description =
                    "A run folder, the name of a run in runs/, or a checkpoint; default: the newest run.")
    private Path run;

    @Option(names = "--json", description = "Prints JSON instead of text.")
    private boolean json;

    @Override
    protected void run(Console console) {
        RunDetails details = RunDetails.find(run);
        if (json) {
            console.data().result(Json.writePretty(details.toJson()));
        } else {
            RunsText.print(details, console);
        }
    }
}
