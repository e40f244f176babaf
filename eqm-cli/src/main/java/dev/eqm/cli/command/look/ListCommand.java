package dev.eqm.cli.command.look;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.RunsText;
import dev.eqm.cli.option.Usage;
import dev.eqm.core.store.Json;
import dev.eqm.run.config.NearPath;
import dev.eqm.run.overview.RunList;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm list}: a {@link RunList} of a folder as a table, or as JSON.
 *
 * <p>Without runs it says how to begin one. Exit code 2 for a folder that was named and is not
 * there; a damaged run is none of its errors.
 */
@Command(name = "list")
public final class ListCommand extends ConsoleCommand {
    private static final Path USUAL = Path.of("runs");

    @Parameters(
            arity = "0..1",
            paramLabel = "DIR",
            description = "The folder that contains the runs; default: runs.")
    private Path folder;

    @Option(names = "--json", description = "Prints JSON instead of text.")
    private boolean json;

    @Override
    protected void run(Console console) {
        Usage.require(
                folder == null || Files.exists(folder),
                "%s: there is no such folder%s; give one that contains runs",
                folder,
                folder == null ? "" : NearPath.suggestion(folder));
        RunList list = RunList.in(folder == null ? USUAL : folder);
        if (json) {
            console.data().result(Json.writePretty(list.toJson()));
        } else {
            RunsText.print(list, console);
        }
    }
}
