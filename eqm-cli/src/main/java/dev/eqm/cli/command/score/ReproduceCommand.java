package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.cli.console.ReproduceText;
import dev.eqm.cli.option.ConfigOptions;
import dev.eqm.cli.option.Usage;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.reproduce.ReproduceRequest;
import dev.eqm.run.reproduce.Reproduction;
import dev.eqm.run.reproduce.item.ItemFiles;
import dev.eqm.run.reproduce.outcome.ItemOutcome;
import dev.eqm.run.reproduce.outcome.ReproductionReport;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm reproduce}: a {@link ReproduceRequest} of items; prints what it would cost, or the
 * report that {@link Reproduction} answers with.
 *
 * <p>{@code list} in place of items shows all of them. Exit code 1 if an item could not be done, 2
 * for an item, scale or file that is wrong; a claim that does not hold is a result, exit code 0.
 */
@Command(name = "reproduce")
public final class ReproduceCommand extends ConsoleCommand {
    @Parameters(
            arity = "1..*",
            paramLabel = "ITEM",
            description =
                    "Names of items, all, or list, which shows the items without doing anything.")
    private List<String> items = List.of();

    @Option(
            names = "--scale",
            paramLabel = "SCALE",
            defaultValue = "here",
            description =
                    "Size of the experiments: here (two CPU cores), paper (ImageNet), or tiny, which only shows"
                            + " that everything works; default ${DEFAULT-VALUE}.")
    private String scale;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Trainings, each with its own seed, of everything that is compared; default: as many as the scale says.")
    private Integer seeds;

    @Option(
            names = "--dry-run",
            description = "Shows what would be trained and measured, and what that costs.")
    private boolean dryRun;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for trainings, results and the report; default: reproduction/SCALE.")
    private Path out;

    @Option(
            names = "--configs",
            paramLabel = "DIR",
            description =
                    "A folder of configurations with the items in its subfolder reproduce; default: eqm's own.")
    private Path configs;

    @Override
    protected void run(Console console) {
        Usage.requireAtLeastOne("--seeds", seeds);
        boolean list = items.equals(List.of("list"));
        ReproduceRequest request =
                new ReproduceRequest(
                        new ItemFiles(configs == null ? ConfigOptions.folder() : configs),
                        list ? List.of("all") : items,
                        scale,
                        seeds == null ? ReproduceRequest.SEEDS_OF_SCALE : seeds,
                        out == null ? Path.of("reproduction", scale) : out);
        if (list) {
            ReproduceText.list(request, console);
        } else if (dryRun) {
            ReproduceText.costs(request, console);
        } else {
            reproduce(request, console);
        }
    }

    private static void reproduce(ReproduceRequest request, Console console) {
        ReproductionReport report = Reproduction.run(request, console);
        console.line("%s", report.markdown());
        console.written(request.out());
        if (!report.failed().isEmpty()) {
            throw new RunFailedException(
                    report.failed().stream()
                            .map(ItemOutcome::id)
                            .collect(
                                    Collectors.joining(
                                            ", ",
                                            "could not be done: ",
                                            "; the report says why, and the same command tries"
                                                    + " again")));
        }
    }
}
