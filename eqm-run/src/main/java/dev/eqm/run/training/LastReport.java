package dev.eqm.run.training;

import dev.eqm.core.check.Setting;
import dev.eqm.run.report.ReportFile;
import dev.eqm.run.report.ReportRequest;
import java.util.List;

/**
 * The report that a run leaves when its training ends, for whatever reason: {@code report.html} in
 * its folder. It shows what is on the disk already, so nothing is lost where it cannot be written:
 * that is told, and the run ends as it would have.
 */
final class LastReport {
    private LastReport() {}

    /** Writes it, if the configuration wants one. */
    static void of(RunContext run) {
        if (!run.config().report()) {
            return;
        }
        try {
            ReportFile report =
                    new ReportRequest(List.of(run.folder()), run.folder().report()).run();
            report.passedOver().forEach(run.listener()::warned);
            run.listener().found("report  " + report.file());
        } catch (RuntimeException e) { // whatever it is: the run itself is complete
            run.listener()
                    .warned(
                            ("no report: %s; the run is not affected; "
                                            + Setting.command("report")
                                            + " %s makes one")
                                    .formatted(e.getMessage(), run.folder().path()));
        }
    }
}
