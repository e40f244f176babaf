package dev.eqm.cli.console;

import dev.eqm.run.scoring.EvaluationReport;
import dev.eqm.run.scoring.MemorisationReport;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.memorisation.Memorisation;
import dev.eqm.sample.evaluation.score.ClassScore;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.Provenance;
import java.util.Locale;

/**
 * Scores and their protocol for people.
 *
 * <p>Of {@code eqm evaluate}. Scores come first, one a line; below stands what is needed to compare
 * them with others: the net and the hash of its weights, source and hash of both sets of pictures,
 * how samples were made. Warnings are last, where they are read.
 */
public final class EvaluationText {
    private EvaluationText() {}

    /** Prints a line a score, then what they are of. */
    public static void print(EvaluationReport report, Console console) {
        report.scores().forEach(score -> console.line("%s", score.line()));
        printClasses(report, console);
        report.memorisation().forEach(found -> print(found, console));
        FeatureSpec net = report.samples().features();
        console.line(
                "features   %s (%s), weights %s", net.name(), net.preprocessing(), net.shortHash());
        print(console, "samples  ", report.samples());
        print(console, "reference", report.reference());
        report.made().facts().forEach((key, value) -> console.line("%-10s %s", key, value));
        report.warnings().forEach(console::warned);
    }

    /** A line a class; a dash for what there is none of. */
    private static void printClasses(EvaluationReport report, Console console) {
        if (report.classes().isEmpty()) {
            return;
        }
        String distance = report.samples().features().distance();
        console.line(
                "by class (distances of few images are biased upwards; compare them only with each other):");
        for (ClassScore one : report.classes()) {
            console.line(
                    "  %-12s %s %s, class agreement %s (%d samples, %d reference images)",
                    report.className(one),
                    distance,
                    interval(one.distance(), 1),
                    interval(one.agreement(), 100) + (one.agreement().hasInterval() ? " %" : ""),
                    one.samples(),
                    one.references());
        }
    }

    private static String interval(Estimate e, double unit) {
        if (Double.isNaN(e.value())) {
            return "-";
        }
        String value = String.format(Locale.ROOT, "%.4g", unit * e.value());
        return e.hasInterval()
                ? String.format(
                        Locale.ROOT, "%s [%.4g, %.4g]", value, unit * e.low(), unit * e.high())
                : value;
    }

    private static void print(Console console, String what, Provenance p) {
        String hash = p.sha256().isEmpty() ? "unknown" : p.sha256().substring(0, 12);
        console.line(
                "%s  %s, split %s, %d images %s, sha256 %s",
                what, p.source(), p.split(), p.count(), p.shape(), hash);
    }

    private static void print(MemorisationReport report, Console console) {
        Memorisation m = report.found();
        console.line(
                "memorisation: %.1f %% of %d samples lie closer to a training image than the "
                        + "closest 1 %% of %d held-out images do, %.1f %% closer than the closest 5 %%",
                100 * m.nearer(0.01),
                m.samples().sorted().length,
                m.heldOut().sorted().length,
                100 * m.nearer(0.05));
        console.line(
                "  distance to the nearest training image: median %.3f, for "
                        + "held-out images %.3f; smallest %.3f (sample %d, image %d)",
                m.samples().quantile(0.5),
                m.heldOut().quantile(0.5),
                m.closest().get(0).distance(),
                m.closest().get(0).sample(),
                m.closest().get(0).learned());
        console.line(
                "diversity: two samples of one class are %.3f apart on average, two held-out images %.3f",
                m.samplesApart(), m.heldOutApart());
        m.classes()
                .forEach(
                        (label, c) ->
                                console.line(
                                        "  %-12s nearest %.3f (held-out %.3f), %.1f %% below its"
                                                + " 5 %%, apart %.3f (held-out %.3f)",
                                        Memorisation.name(report.classNames(), label),
                                        c.samples().quantile(0.5),
                                        c.heldOut().quantile(0.5),
                                        100 * c.samples().share(c.heldOut().quantile(0.05)),
                                        c.samplesApart(),
                                        c.heldOutApart()));
    }
}
