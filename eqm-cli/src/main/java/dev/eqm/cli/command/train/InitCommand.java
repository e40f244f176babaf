package dev.eqm.cli.command.train;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.start.InitReport;
import dev.eqm.run.start.InitRequest;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm init}: one {@link InitRequest}. Prints what lies at the path, what is passed over,
 * what will be trained and how long that takes, and the commands that come next.
 *
 * <p>Exit code 2 if there is nothing to learn from, or the configuration is there already; then
 * nothing is written.
 */
@Command(name = "init")
public final class InitCommand extends ConsoleCommand {
    @Parameters(paramLabel = "DATA", description = "Folder or file of images.")
    private Path data;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The configuration; default NAME.yaml in this folder.")
    private Path out;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the run; default: after the data.")
    private String name;

    @Option(
            names = "--size",
            paramLabel = "N",
            description =
                    "Crops images to squares of N pixels, 8 to 256; default: their own size, at most 32.")
    private Integer size;

    @Option(
            names = "--channels",
            paramLabel = "N",
            description = "1 for grey, 3 for colour; default: like the images.")
    private Integer channels;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            description =
                    "Time that training may take on this machine; default: what these images need.")
    private Double minutes;

    @Option(names = "--force", description = "Replaces an existing configuration.")
    private boolean force;

    @Override
    protected void run(Console console) {
        Usage.requireWithin("--size", size, 8, 256);
        Usage.require(
                channels == null || channels == 1 || channels == 3,
                "--channels must be 1 (grey) or 3 (colour), got %s",
                channels);
        Usage.require(
                minutes == null || (minutes > 0 && minutes <= 1e6),
                "--minutes must lie in (0, 1000000], got %s",
                minutes);
        InitReport report =
                new InitRequest(
                                data,
                                name == null ? "" : name,
                                out == null ? List.of() : List.of(out),
                                size == null ? 0 : size,
                                channels == null ? 0 : channels,
                                minutes == null ? 0 : minutes,
                                force)
                        .run(console);
        block(console, "found", report.found());
        block(console, "not used", report.passedOver());
        block(console, "will train", report.recipe());
        report.cautions().forEach(console::warned);
        console.written(report.file());
        console.line("");
        console.line("Next:");
        report.next().forEach(command -> console.line("  %s", command));
    }

    private static void block(Console console, String title, List<String> lines) {
        String head = title;
        for (String line : lines) {
            console.line("%-11s %s", head, line);
            head = "";
        }
    }
}
