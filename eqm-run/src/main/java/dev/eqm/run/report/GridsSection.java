package dev.eqm.run.report;

import dev.eqm.core.check.Setting;
import java.util.Map;
import org.jsoup.nodes.Element;

/** Grids of samples along the runs; the script lets a slider choose the step. */
final class GridsSection {
    private GridsSection() {}

    static void addTo(Element page, ReportContext context) {
        Element section = Markup.section(page, "samples", 2, "Samples along training");
        Element columns = section.appendElement("div").addClass("grids");
        int shown = 0;
        for (RunRecord run : context.runs()) {
            shown += add(section, columns, context, run);
        }
        if (shown == 0) {
            columns.remove();
            return;
        }
        slider(columns);
        Markup.paragraph(
                section,
                "All grids start from the same noise. Until the average of the "
                        + "weights has formed, grids use the trained weights.");
    }

    /** Its ends and steps are set by the script; without one all grids are there. */
    private static void slider(Element columns) {
        Element box = new Element("div").addClass("slider").attr("hidden", true);
        box.appendElement("label").attr("for", "step").text("Step");
        box.appendElement("input").id("step").attr("type", "range").attr("min", "0");
        box.appendElement("output").id("step-shown").attr("for", "step");
        columns.before(box);
    }

    /** How many grids were added. */
    private static int add(Element section, Element columns, ReportContext context, RunRecord run) {
        Grids grids =
                Grids.of(
                        run.folder().previews(),
                        context.gridsOfARun(),
                        context.pictureBytes(),
                        context.passedOver());
        if (grids.shown().isEmpty()) {
            Markup.missing(
                    section,
                    run.name()
                            + " has no grids of samples. Training makes them at regular intervals:",
                    Setting.command("train") + " --config FILE --set preview.every=1000");
            return 0;
        }
        Element column = columns.appendElement("div").addClass("run-grids");
        if (!context.isOfOne()) {
            Markup.heading(column, 3, run.name());
        }
        for (Map.Entry<Long, EmbeddedPicture> grid : grids.shown().entrySet()) {
            String step = Numbers.whole(grid.getKey());
            Element figure = column.appendElement("figure").addClass("grid");
            figure.attr("data-step", "" + grid.getKey());
            String alt = "Grid of samples of %s after step %s".formatted(run.name(), step);
            Markup.image(figure, grid.getValue(), alt);
            figure.appendElement("figcaption").text("step " + step);
        }
        if (grids.there() > grids.shown().size()) {
            Markup.paragraph(
                    column,
                    "%s of %s are shown, evenly spread; all of them are in %s."
                            .formatted(
                                    grids.shown().size(),
                                    Numbers.counted(grids.there(), "grid"),
                                    run.folder().previews()));
        }
        return grids.shown().size();
    }
}
