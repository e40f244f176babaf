package dev.eqm.cli.console;

import dev.eqm.run.scoring.OodReport;
import dev.eqm.sample.evaluation.ood.Detection;
import dev.eqm.sample.evaluation.statistics.Estimate;

/**
 * How well scores tell sets apart, for people.
 *
 * <p>Of {@code eqm ood}. Only the AUROC has its interval here, to keep a row within a terminal;
 * ood.json has those of all. Cells are made as text first: columns are then as wide as their heads.
 */
public final class OodText {
    private OodText() {}

    /** Prints a line a score and set. */
    public static void print(OodReport report, Console console) {
        console.line(
                "%-14s %-18s %-21s %-8s %-8s %s",
                "score", "out of", "AUROC", "AUPR-out", "AUPR-in", "FPR95");
        for (OodReport.Row row : report.rows()) {
            row.outOf()
                    .forEach(
                            (set, outcome) -> {
                                Detection d = outcome.detection();
                                console.line(
                                        "%-14s %-18s %-21s %-8s %-8s %s",
                                        row.score().name(),
                                        OodReport.shortened(set),
                                        interval(d.auroc()),
                                        number(d.auprOut()),
                                        number(d.auprIn()),
                                        number(d.fpr95()));
                            });
        }
    }

    private static String number(Estimate e) {
        return Console.text("%.3f", e.value());
    }

    /** The bounds are those of the bootstrap and need not lie evenly about the value. */
    private static String interval(Estimate e) {
        return Console.text("%.3f [%.3f, %.3f]", e.value(), e.low(), e.high());
    }
}
