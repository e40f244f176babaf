package dev.eqm.sample.plot;

import static dev.eqm.core.check.Check.require;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Charts of one size side by side, each over its legend, which covers no data.
 *
 * @param charts row by row; at least one
 * @param columns at most so many in a row
 * @param wide pixels of the frame of a chart
 * @param high pixels of the frame of a chart
 */
public record Plot(List<Chart> charts, int columns, double wide, double high) implements Drawing {
    private static final double TITLE = 36;
    private static final double SECOND_LINE = 16; // of the title
    private static final double BOTTOM = 44; // ticks' names and the title of the x axis
    private static final double RIGHT = 18;
    private static final double ABOVE_LEGEND = 8;
    private static final double BELOW = 10;

    public Plot {
        require(!charts.isEmpty(), "a plot needs a chart, got %s", charts);
        require(columns >= 1, "columns must be at least 1, got %s", columns);
        charts = List.copyOf(charts);
        columns = Math.min(columns, charts.size());
    }

    /** One chart of the usual size. */
    public static Plot of(Chart chart) {
        return new Plot(List.of(chart), 1, 600, 360);
    }

    /** Where the frame of a chart is. */
    Box frame(int chart) {
        int row = chart / columns;
        double left = chart % columns * cellWidth() + leftMargin();
        return new Box(left, row * cellHeight() + topMargin(), wide, high);
    }

    /** Where the entries of its legend are. */
    List<Box> legend(int chart) {
        Box under = legendPlace(chart);
        return charts.get(chart).legend().boxes(under.left(), under.top(), under.width());
    }

    private Box legendPlace(int chart) {
        Box frame = frame(chart);
        return new Box(frame.left(), frame.bottom() + BOTTOM + ABOVE_LEGEND, wide, legendHeight());
    }

    private double legendHeight() {
        return charts.stream().mapToDouble(c -> c.legend().height(wide)).max().orElse(0);
    }

    private double leftMargin() {
        return charts.stream().mapToDouble(Chart::leftMargin).max().orElse(0);
    }

    private double topMargin() {
        boolean two = charts.stream().anyMatch(chart -> !chart.under().isEmpty());
        return two ? TITLE + SECOND_LINE : TITLE;
    }

    private double cellWidth() {
        return leftMargin() + wide + RIGHT;
    }

    private double cellHeight() {
        double legend = legendHeight();
        return topMargin() + high + BOTTOM + (legend > 0 ? ABOVE_LEGEND + legend : 0) + BELOW;
    }

    @Override
    public String title() {
        List<String> titles = new ArrayList<>();
        charts.forEach(chart -> titles.add(chart.title()));
        return titles.stream().distinct().collect(Collectors.joining("; "));
    }

    @Override
    public int width() {
        return (int) Math.ceil(columns * cellWidth());
    }

    @Override
    public int height() {
        int rows = (charts.size() + columns - 1) / columns;
        return (int) Math.ceil(rows * cellHeight());
    }

    @Override
    public void draw(Canvas canvas) {
        for (int i = 0; i < charts.size(); i++) {
            charts.get(i).draw(canvas, frame(i), wide + RIGHT + leftMargin() / 2);
            Box legend = legendPlace(i);
            charts.get(i).legend().draw(canvas, legend.left(), legend.top(), legend.width());
        }
    }
}
