package dev.eqm.run.report;

import dev.eqm.core.check.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.jsoup.nodes.Element;

/** How training went: curves over the steps, those of several runs in one chart. */
final class CurvesSection {
    private static final String STEP = "step";

    /** Near γ = 1 there is next to nothing to explain, and shares of it fall far below 0. */
    private static final double LOWEST_SHARE = -0.5;

    private CurvesSection() {}

    static void addTo(Element page, ReportContext context) {
        Element section = Markup.section(page, "curves", 2, "Training");
        List<RunRecord> runs = context.runs();
        for (RunRecord run : runs) {
            if (run.metrics().isEmpty()) {
                Markup.missing(
                        section,
                        run.name() + " has no logged steps yet. Training logs them:",
                        Setting.command("train") + " --config FILE --resume");
            }
        }
        if (runs.stream().allMatch(run -> run.metrics().isEmpty())) {
            return;
        }
        Markup.paragraph(
                section,
                "Numbers are means over the steps since the previous logged step. Vertical lines show "
                        + "where a run was stopped and resumed. Point at a chart to read values, drag to zoom "
                        + "in, double-click to zoom out; the arrow keys move along the focused chart.");
        Element charts = section.appendElement("div").addClass("charts");
        context.chart(
                charts,
                chart(
                        context,
                        "Loss",
                        "loss",
                        true,
                        r -> r.metrics().column(MetricsLog.Line::loss)),
                "per image, as the configuration defines it.");
        context.chart(
                charts,
                chart(
                        context,
                        "Explained variance",
                        "share",
                        false,
                        r -> r.metrics().column(MetricsLog.Line::explained)),
                "1 − loss / loss of a network that always returns 0. "
                        + "Unlike losses, it can be compared between objectives.");
        for (RunRecord run : runs) {
            Chart bins = byGamma(context, run).above(LOWEST_SHARE);
            String cut =
                    Double.isNaN(bins.floor())
                            ? ""
                            : " Values below %s are not shown."
                                    .formatted(Numbers.text(LOWEST_SHARE));
            context.chart(
                    charts,
                    bins,
                    "for images that are nearly noise (γ = 0) to nearly data (γ = 1)." + cut);
        }
        context.chart(
                charts,
                chart(
                        context,
                        "Gradient norm",
                        "norm",
                        true,
                        r -> r.metrics().column(MetricsLog.Line::gradientNorm)),
                "before clipping.");
        context.chart(
                charts,
                chart(
                        context,
                        "Learning rate",
                        "rate",
                        true,
                        r -> r.metrics().column(MetricsLog.Line::rate)),
                "of the logged step.");
        context.chart(
                charts,
                chart(
                        context,
                        "Images per second",
                        "images/s",
                        false,
                        r -> r.metrics().imagesPerSecond(r.history())),
                "of wall-clock time, including checkpoints, grids and scores.");
        for (RunRecord run : runs) {
            accidents(section, context, run);
            times(section, context, run);
            numbers(section, context, run);
        }
    }

    private static Chart chart(
            ReportContext context,
            String title,
            String y,
            boolean mayBeLogarithmic,
            Function<RunRecord, double[]> values) {
        List<Chart.Table> tables = new ArrayList<>();
        List<Chart.Mark> marks = new ArrayList<>();
        for (RunRecord run : context.runs()) {
            double[] curve = values.apply(run);
            if (DoubleStream.of(curve).anyMatch(Double::isFinite)) {
                String label = context.isOfOne() ? y : run.name();
                tables.add(
                        new Chart.Table(
                                run.metrics().steps(),
                                List.of(
                                        new Chart.Curve(
                                                label, run.colour(), Chart.Role.MAIN, curve))));
                marks.addAll(run.marks());
            }
        }
        return new Chart(title, STEP, y, Chart.Look.LINES, mayBeLogarithmic, tables, marks);
    }

    private static Chart byGamma(ReportContext context, RunRecord run) {
        int bins = run.metrics().bins();
        List<Chart.Curve> curves = new ArrayList<>();
        for (int i = 0; i < bins; i++) {
            String label =
                    String.format(
                            Locale.ROOT, "γ %.1f–%.1f", i / (double) bins, (i + 1) / (double) bins);
            String colour = "gamma" + Math.round(9.0 * i / Math.max(1, bins - 1));
            double[] values = run.metrics().bin(i);
            curves.add(new Chart.Curve(label, colour, Chart.Role.MAIN, values));
        }
        List<Chart.Table> tables =
                curves.isEmpty()
                        ? List.of()
                        : List.of(new Chart.Table(run.metrics().steps(), curves));
        String title = context.titled(run, "Explained variance by γ");
        return new Chart(title, STEP, "share", Chart.Look.LINES, false, tables, run.marks());
    }

    /** Steps that were clipped or skipped, if there are any. */
    private static void accidents(Element section, ReportContext context, RunRecord run) {
        double clipped = sum(run.metrics().column(MetricsLog.Line::clipped));
        double skipped = sum(run.metrics().column(MetricsLog.Line::skipped));
        if (clipped + skipped > 0) {
            Markup.paragraph(
                    section,
                    context.titled(
                            run,
                            "Gradients of %s were clipped (train.clipNorm); %s not finite and skipped."
                                    .formatted(
                                            Numbers.counted((long) clipped, "step"),
                                            Numbers.counted((long) skipped, "step")
                                                    + (skipped == 1 ? " was" : " were"))));
        }
    }

    private static double sum(double[] values) {
        return DoubleStream.of(values).filter(Double::isFinite).sum();
    }

    /** Where the time went; what is in no part of a step is the rest. */
    private static void times(Element section, ReportContext context, RunRecord run) {
        Map<String, Double> parts = run.metrics().times();
        if (parts.isEmpty()) {
            return;
        }
        double all = run.metrics().last().seconds();
        List<List<String>> rows = new ArrayList<>();
        double known = 0;
        for (Map.Entry<String, Double> part : parts.entrySet()) {
            known += part.getValue();
            rows.add(time(part.getKey(), part.getValue(), all));
        }
        if (all > known) {
            rows.add(time("the rest: start, grids of samples, scores", all - known, all));
        }
        Element details = Markup.details(section, context.titled(run, "Where the time went"));
        Markup.table(
                details,
                context.titled(run, "Seconds in the parts of training"),
                List.of("part", "seconds", "share"),
                rows);
    }

    private static List<String> time(String part, double seconds, double all) {
        return List.of(part, Numbers.text(seconds), Numbers.percent(seconds / all));
    }

    private static void numbers(Element section, ReportContext context, RunRecord run) {
        MetricsLog log = run.metrics();
        if (log.isEmpty()) {
            return;
        }
        double[] speed = log.imagesPerSecond(run.history());
        int every = Math.max(1, (log.lines().size() + 99) / 100);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < log.lines().size(); i++) {
            boolean isLast = i == log.lines().size() - 1;
            if (i % every == 0 || isLast) {
                MetricsLog.Line line = log.lines().get(i);
                rows.add(
                        List.of(
                                Numbers.whole(line.step()),
                                Numbers.text(line.loss()),
                                Numbers.text(line.explained()),
                                Numbers.text(line.gradientNorm()),
                                Numbers.text(line.rate()),
                                Numbers.text(speed[i])));
            }
        }
        String which = every == 1 ? "all logged steps" : "every " + every + "th logged step";
        Element details = Markup.details(section, context.titled(run, "The numbers as a table"));
        Markup.table(
                details,
                context.titled(run, "Metrics of " + which),
                List.of(
                        STEP,
                        "loss",
                        "explained variance",
                        "gradient norm",
                        "learning rate",
                        "images/s"),
                rows);
    }
}
