package dev.eqm.run.report;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.AtomicFile;
import dev.eqm.run.RunFailedException;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A report of one run, or of several side by side: one HTML file.
 *
 * <pre>{@code
 * ReportFile report = ReportRequest.of(List.of(Path.of("runs/mine"))).run();
 * }</pre>
 *
 * @param runs in the order of the page; their numbers are its colours
 * @param out the file; an earlier report there is replaced
 */
public record ReportRequest(List<RunFolder> runs, Path out) {
    /** As many as can be told apart by colour. */
    public static final int MOST_RUNS = 8;

    /** What every report has in its head, and nothing else: it may be replaced. */
    static final String MARK = "<meta name=\"generator\" content=\"eqm report\">";

    /** Where the mark is looked for: in front of everything that depends on the runs. */
    private static final int HEAD = 4096;

    public ReportRequest {
        runs = List.copyOf(runs);
        require(
                !runs.isEmpty() && runs.size() <= MOST_RUNS,
                "a report shows 1 to %s runs, got %s",
                MOST_RUNS,
                runs.size());
    }

    /**
     * A report of runs that somebody named: in the folder of a single run, of several beside the
     * first one.
     *
     * @throws UsageException if one of them is no run, or is named twice
     */
    public static ReportRequest of(List<Path> named) {
        List<RunFolder> runs = named.stream().map(RunFolder::named).toList();
        for (int i = 0; i < runs.size(); i++) {
            for (RunFolder earlier : runs.subList(0, i)) {
                if (whole(earlier).equals(whole(runs.get(i)))) {
                    throw new UsageException(
                            runs.get(i).path() + " is named twice; a report shows each run once");
                }
            }
        }
        return new ReportRequest(runs, usualFile(runs));
    }

    /** The same, in another file. */
    public ReportRequest to(Path file) {
        return new ReportRequest(runs, file);
    }

    private static Path whole(RunFolder run) {
        return run.path().toAbsolutePath().normalize();
    }

    private static Path usualFile(List<RunFolder> runs) {
        if (runs.size() <= 1) {
            return runs.stream().map(RunFolder::report).findFirst().orElse(Path.of("report.html"));
        }
        Path first = runs.get(0).path();
        String names =
                runs.stream()
                        .limit(3)
                        .map(run -> whole(run).getFileName().toString())
                        .collect(Collectors.joining("-"));
        String more = runs.size() > 3 ? "-and-" + (runs.size() - 3) + "-more" : "";
        Path beside =
                first.getParent() == null ? whole(runs.get(0)).getParent() : first.getParent();
        return beside.resolve("report-" + names + more + ".html");
    }

    /**
     * Whether something would be lost by writing: a file that is there and is no report of eqm.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    public boolean wouldReplaceAnotherFile() {
        if (!Files.isRegularFile(out)) {
            return false;
        }
        try (var in = Files.newInputStream(out)) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
            return !head.contains(MARK);
        } catch (IOException e) {
            throw new UncheckedIOException(out + ": cannot be read (" + e + ")", e);
        }
    }

    /**
     * Reads the runs and writes the file. What of a run is damaged is passed over and told; what is
     * not there is left out, with the command that makes it.
     *
     * @throws RunFailedException if the file cannot be written; its folder must exist
     */
    public ReportFile run() {
        List<String> passedOver = new ArrayList<>();
        List<RunRecord> records = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            records.add(RunRecord.read(runs.get(i), name(i), i, passedOver));
        }
        String html = Page.of(new ReportContext(records, passedOver));
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        try {
            AtomicFile.write(out, bytes);
        } catch (IOException e) {
            throw new RunFailedException(
                    "%s: cannot be written (%s); free some disk space or fix the permissions"
                            .formatted(out, e),
                    e);
        }
        return new ReportFile(out, bytes.length, passedOver);
    }

    /** The name of its folder; its path if another run has the same name. */
    private String name(int number) {
        String name = whole(runs.get(number)).getFileName().toString();
        long same =
                runs.stream()
                        .filter(run -> whole(run).getFileName().toString().equals(name))
                        .count();
        return same == 1 ? name : runs.get(number).path().toString();
    }
}
