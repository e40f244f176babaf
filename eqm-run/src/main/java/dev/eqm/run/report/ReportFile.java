package dev.eqm.run.report;

import java.nio.file.Path;
import java.util.List;

/**
 * A report that was written.
 *
 * @param file one HTML file
 * @param bytes of it
 * @param passedOver what could not be read, in sentences; they are on the page too
 */
public record ReportFile(Path file, long bytes, List<String> passedOver) {
    public ReportFile {
        passedOver = List.copyOf(passedOver);
    }
}
