package dev.eqm.run.report;

import dev.eqm.core.store.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;

/**
 * The page while it is made: the runs, and what its parts leave for the script and for the notes.
 *
 * @param runs at least one
 * @param charts of all figures so far; their places in the list are their numbers
 * @param passedOver what could not be read, in sentences
 */
record ReportContext(List<RunRecord> runs, List<JsonObject> charts, List<String> passedOver) {
    /** Sample grids of all runs together. */
    private static final int GRIDS = 50;

    /** Sample grids of one run. */
    private static final int GRIDS_OF_A_RUN = 25;

    /** Bytes of all pictures together, before they become text. */
    private static final long PICTURE_BYTES = 5L << 20;

    ReportContext(List<RunRecord> runs, List<String> passedOver) {
        this(runs, new ArrayList<>(), passedOver);
    }

    boolean isOfOne() {
        return runs.size() == 1;
    }

    /** Grids of a run at most. */
    int gridsOfARun() {
        return Math.min(GRIDS_OF_A_RUN, GRIDS / runs.size());
    }

    /** Bytes of a picture at most. */
    long pictureBytes() {
        return PICTURE_BYTES / ((long) gridsOfARun() * runs.size());
    }

    /** What an id on the page ends with, so that each is there once. */
    String suffix(RunRecord run) {
        return isOfOne() ? "" : "-" + run.number();
    }

    /** A heading or a caption of something that each run has. */
    String titled(RunRecord run, String title) {
        if (isOfOne()) {
            return title;
        }
        String first = title.substring(0, 1).toLowerCase(Locale.ROOT);
        return run.name() + ": " + first + title.substring(1);
    }

    /** A figure with a chart, which the script draws; nothing for a chart without points. */
    void chart(Element parent, Chart chart, String note) {
        if (chart.isEmpty()) {
            return;
        }
        Chart thin = chart.thinned();
        Element figure = parent.appendElement("figure").addClass("chart");
        Element caption = figure.appendElement("figcaption");
        caption.appendElement("strong").text(chart.title());
        caption.appendText(" " + note);
        if (thin.points() < chart.points()) {
            caption.appendText(
                    " %s of %s values are drawn: the lowest and the highest of equal parts of the curve."
                            .formatted(
                                    Numbers.counted(thin.points(), "point"),
                                    Numbers.whole(chart.points())));
        }
        figure.appendElement("div")
                .addClass("plot")
                .attr("data-chart", "" + charts.size())
                .attr("role", "img")
                .attr("aria-label", chart.inWords());
        charts.add(thin.toJson());
    }
}
