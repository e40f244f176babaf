package dev.eqm.cli.console;

import dev.eqm.run.sampling.SampleReport;
import dev.eqm.sample.generate.GenerationReport;
import dev.eqm.sample.sampler.Effort;
import java.util.Arrays;

/**
 * What sampling made, in a line.
 *
 * <p>Of {@code eqm sample}. Counts are those of this process: samples that an earlier one made are
 * not in them.
 */
public final class SampleText {
    private SampleText() {}

    /** Prints it, and where it lies. */
    public static void print(SampleReport report, Console console) {
        if (report.wasComplete()) {
            console.line(
                    "%s already holds %s; --overwrite generates %s again",
                    report.folder(),
                    report.count() == 1 ? "this sample" : "these " + report.count() + " samples",
                    report.count() == 1 ? "it" : "them");
            console.line("open %s", report.toOpen());
            return;
        }
        if (report.shards() > 0) {
            console.line(
                    "%s merged from %s",
                    counted(report.count(), "samples"), counted(report.shards(), "shards"));
            console.results(report.folder(), report.toOpen());
            return;
        }
        console.line(
                "%s, %s, in %s; mean final gradient norm %.3f",
                counted(report.count() - report.before(), "samples"),
                effort(report),
                Console.duration(report.made().seconds()),
                Arrays.stream(report.made().gradientNorms()).average().orElse(0));
        console.written(report.folder());
        if (!report.alsoThere().isEmpty()) {
            console.line("also there: %s", String.join(", ", report.alsoThere()));
        }
        console.line("open %s", report.toOpen());
    }

    private static String effort(SampleReport report) {
        Effort effort = report.made().effort();
        String text = steps(report.made(), report.stepWord());
        if (report.sampling().gMin() > 0) {
            text +=
                    Console.text(
                            ", %d of them reached the maximum of %d steps above g_min %s",
                            effort.atMaximum(),
                            report.sampling().steps(),
                            report.sampling().gMin());
        }
        return effort.calls() == 0 ? text : text + ", " + evaluations(effort);
    }

    /** Network evaluations of one sample; of samples that stop early, their mean. */
    private static String evaluations(Effort effort) {
        int[] all = effort.evaluations();
        return Arrays.stream(all).allMatch(n -> n == all[0])
                ? "NFE " + all[0] + " each"
                : Console.text("NFE %.1f on average", effort.meanEvaluations());
    }

    /** With the word in the singular for one. */
    private static String counted(int n, String word) {
        return n + " " + (n == 1 ? word.replaceFirst("s$", "") : word);
    }

    /** One number where all samples took as many steps, which is so without {@code --g-min}. */
    private static String steps(GenerationReport made, String word) {
        int most = Arrays.stream(made.steps()).max().orElse(0);
        if (Arrays.stream(made.steps()).allMatch(n -> n == most)) {
            return counted(most, word) + " each";
        }
        return Console.text(
                "%.1f %s on average (median %.1f, at most %d)",
                made.meanSteps(), word, made.medianSteps(), most);
    }
}
