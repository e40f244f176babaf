package dev.eqm.cli.console;

import dev.eqm.run.scoring.BitsReport;
import dev.eqm.sample.evaluation.statistics.Estimate;

/**
 * What a likelihood came to, in two lines.
 *
 * <p>Of {@code eqm likelihood}. The second line shows the sum behind the number: the density of
 * values in [-1, 1], and the constant that turns it into bits of bytes.
 */
public final class BitsText {
    private BitsText() {}

    /** Prints it. */
    public static void print(BitsReport report, Console console) {
        console.line(
                "%d images of %d numbers, %s; %d Heun steps (NFE %d) per image, %d probes, seed %d",
                report.found().nats().length,
                report.found().size(),
                report.images(),
                report.likelihood().steps(),
                report.found().evaluations(),
                report.likelihood().probes(),
                report.seed());
        Estimate bits = report.bits();
        console.line(
                "bits per dimension %.4f +- %.4f (standard error) = -log2 p(x)/D %.4f + log2 127.5 %.4f",
                bits.value(),
                bits.standardError(),
                bits.value() - BitsReport.RANGE,
                BitsReport.RANGE);
    }
}
