package dev.eqm.cli.command.look;

import dev.eqm.cli.console.Console;
import dev.eqm.cli.console.ConsoleCommand;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.Target;
import dev.eqm.run.report.ReportFile;
import dev.eqm.run.report.ReportRequest;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code eqm report}: a {@link ReportRequest}; prints where the page is, and what of the runs could
 * not be read.
 *
 * <p>Nothing is computed and no network is opened, so it takes a second. A report that is there is
 * replaced, another file is not without {@code --overwrite}. Exit code 2 for a folder that is no
 * run; what is damaged or missing inside of a run is told, and the page is made without it.
 */
@Command(name = "report")
public final class ReportCommand extends ConsoleCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "RUN",
            description =
                    "Run folders, at most "
                            + ReportRequest.MOST_RUNS
                            + "; default: the newest run in runs/.")
    private List<Path> runs = List.of();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "The HTML file; default: report.html in the run's folder, for several runs"
                            + " report-NAMES.html beside the first one.")
    private Path out;

    @Option(names = "--overwrite", description = "Replaces a file that is not a report by eqm.")
    private boolean overwrite;

    @Override
    protected void run(Console console) {
        List<Path> named =
                runs.isEmpty() ? List.of(RunFolder.newest(Path.of("runs")).path()) : runs;
        ReportRequest usual = ReportRequest.of(named);
        ReportRequest request = out == null ? usual : usual.to(out);
        Target.file(request.out(), overwrite || !request.wouldReplaceAnotherFile());
        ReportFile report = request.run();
        report.passedOver().forEach(console::warned);
        console.line("written to %s (%.1f MB)", report.file(), report.bytes() / 1e6);
        console.line("open %s", report.file());
    }
}
