package dev.eqm.run.report;

import dev.eqm.core.device.Backend;
import dev.eqm.run.folder.TextFile;
import dev.eqm.run.reproduce.outcome.Figure;
import dev.eqm.run.reproduce.outcome.ItemOutcome;
import dev.eqm.run.reproduce.outcome.ReproductionReport;
import dev.eqm.run.reproduce.outcome.Row;
import dev.eqm.run.reproduce.outcome.Tables;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/**
 * A reproduction as one HTML file like a run's report: a summary, and for every item its claim, its
 * verdicts, its table and its chart. Where places are numbers, the chart can be read with the
 * pointer; otherwise it is the picture that lies beside the file.
 */
public final class ReproductionPage {
    /** The name of the file. */
    public static final String NAME = "report.html";

    private static final String TINY =
            "Scale tiny: these numbers and verdicts show that the machinery works, and say nothing about any claim.";
    private static final long PICTURE_BYTES = 200_000;
    private static final int COLOURS = 8;
    private static final String LOW = " low"; // ends of intervals, in the chart's legend
    private static final String HIGH = " high";

    private ReproductionPage() {}

    /**
     * Writes {@link #NAME}.
     *
     * @param folder of the report, whose figures are written already
     */
    public static void write(ReproductionReport report, Path folder) {
        ReportContext context = new ReportContext(List.of(), new ArrayList<>());
        String lead =
                "Made by eqm %s at scale %s. %s"
                        .formatted(Backend.version(), report.scaleName(), report.scale().about());
        String page =
                Page.of(
                        "Reproduction of Equilibrium Matching",
                        lead,
                        main -> fill(main, report, folder, context),
                        context);
        TextFile.write(folder.resolve(NAME), page);
    }

    private static void fill(
            Element main, ReproductionReport report, Path folder, ReportContext context) {
        Element summary = Markup.section(main, "summary", 2, "Summary");
        if (!report.scale().science()) {
            summary.appendElement("p").addClass("missing").text(TINY);
        }
        Markup.paragraph(
                summary,
                ("%d trainings per arm, each with its own seed. Both sides of a comparison share noise, labels "
                                + "and the order of the data; a claim agrees or disagrees only if the 95 %% interval of the "
                                + "paired difference excludes 0.")
                        .formatted(report.seeds()));
        Markup.table(
                summary,
                "All items",
                Tables.ITEMS,
                report.outcomes().stream().map(Tables::summary).toList());
        report.outcomes().forEach(o -> add(main, report, o, folder, context));
    }

    private static void add(
            Element main,
            ReproductionReport report,
            ItemOutcome o,
            Path folder,
            ReportContext context) {
        Element section =
                Markup.section(main, o.id(), 2, o.item().source() + ": " + o.item().title());
        Markup.paragraph(section, "Claim: " + o.item().claim());
        Markup.paragraph(section, "Outcome: " + o.summary() + ".");
        if (!report.scale().science()) {
            section.appendElement("p").addClass("missing").text(TINY);
        }
        if (!o.item().note().isEmpty()) {
            Markup.paragraph(section, "Note: " + o.item().note());
        }
        if (!o.answers().isEmpty()) {
            Markup.table(
                    section,
                    "What the claim says of the numbers",
                    Tables.ANSWERS,
                    o.answers().stream().map(Tables::cells).toList());
        }
        if (!o.associations().isEmpty()) {
            Markup.table(
                    section,
                    "What rises together over the arms",
                    Tables.RELATIONS,
                    o.associations().stream().map(Tables::cells).toList());
        }
        if (o.rows().isEmpty()) {
            return;
        }
        Markup.table(
                section,
                "Means over %d seeds, %d samples each"
                        .formatted(o.plan().seeds(), o.plan().samples()),
                Tables.head(o),
                Tables.cells(o));
        if (!o.floor().isEmpty()) {
            Markup.paragraph(
                    section, "Real images, as many: " + Tables.number(o.floorMean()) + ".");
        }
        o.warnings().forEach(w -> Markup.paragraph(section, w + "."));
        draw(section, o, folder, context);
    }

    private static void draw(Element section, ItemOutcome o, Path folder, ReportContext context) {
        List<String> places = Figure.places(o);
        Path png = ReproductionReport.figure(folder, o);
        if (Figure.areNumbers(places) && Figure.byArm(o).size() <= COLOURS) {
            Element charts = section.appendElement("div").addClass("charts");
            context.chart(charts, chart(o, places), "mean over seeds, with its 95 % interval.");
        } else if (Files.exists(png)) {
            EmbeddedPicture.of(png, PICTURE_BYTES, context.passedOver())
                    .forEach(
                            p ->
                                    Markup.picture(
                                            section,
                                            p,
                                            "Chart of the table above",
                                            "Means over seeds with 95 % intervals."));
        }
    }

    private static Chart chart(ItemOutcome o, List<String> places) {
        double[] x = places.stream().mapToDouble(Double::parseDouble).sorted().toArray();
        List<Chart.Curve> curves = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, List<Row>> arm : Figure.byArm(o).entrySet()) {
            double[][] ends = new double[3][x.length];
            for (int i = 0; i < x.length; i++) {
                Estimate e = at(arm.getValue(), x[i]);
                ends[0][i] = e.value();
                ends[1][i] = e.low();
                ends[2][i] = e.high();
            }
            String colour = "run" + number++;
            curves.add(new Chart.Curve(arm.getKey(), colour, Chart.Role.MAIN, ends[0]));
            curves.add(new Chart.Curve(arm.getKey() + LOW, colour, Chart.Role.LOW, ends[1]));
            curves.add(new Chart.Curve(arm.getKey() + HIGH, colour, Chart.Role.HIGH, ends[2]));
        }
        boolean positive = Arrays.stream(x).allMatch(v -> v > 0);
        return new Chart(
                o.item().title(),
                o.placesTitle(),
                o.measureTitle(),
                Chart.Look.DOTS,
                positive,
                List.of(new Chart.Table(x, curves)),
                List.of());
    }

    /** The row at a place; one without places is the same everywhere. */
    private static Estimate at(List<Row> rows, double x) {
        return rows.stream()
                .filter(r -> r.place().isEmpty() || Double.parseDouble(r.place()) == x)
                .filter(r -> !r.diverged())
                .findFirst()
                .map(Row::estimate)
                .orElse(Estimate.without(Double.NaN));
    }
}
