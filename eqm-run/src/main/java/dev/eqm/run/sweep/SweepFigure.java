package dev.eqm.run.sweep;

import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.output.ChartSheet;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Results as charts, one for each table that has more than one value: along numbers a line for each
 * number of steps, between rules a line for each rule along the steps. Bars are the distances'
 * intervals, a dashed line is what real images have.
 *
 * @param name of the distance
 * @param floor the distance of real images of the same number
 */
record SweepFigure(String name, Estimate floor) {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 420;
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final Color DARK = new Color(0x08306B);
    private static final Color LIGHT = new Color(0x9ECAE1);
    private static final Color ONLY = new Color(0xD55E00);
    private static final Color REAL = new Color(0x8A8A8A);
    private static final BasicStroke DASHED =
            new BasicStroke(
                    1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 10, new float[] {5, 4}, 0);
    private static final Color VEIL = new Color(255, 255, 255, 160); // lines shine through
    private static final double LOG_FROM = 4; // a range of this factor is drawn logarithmically
    private static final double POWERS_FROM = 100; // one of this factor names powers of 10 alone
    private static final double ROOM = 0.06;

    /** Points of one line, from left to right. */
    private record Line(String name, List<Double> x, List<SweepResult> results) {
        Line(String name) {
            this(name, new ArrayList<>(), new ArrayList<>());
        }

        void add(double at, SweepResult result) {
            if (result != null && !result.diverged()) {
                x.add(at);
                results.add(result);
            }
        }
    }

    /** Writes PNG and SVG; nothing if there is nothing to compare. */
    void write(Path png, Path svg, List<SweepResult> results) {
        List<XYChart> charts = charts(results);
        if (!charts.isEmpty()) {
            ChartSheet sheet = new ChartSheet(charts, 2, 2);
            sheet.writePng(png);
            sheet.writeSvg(svg);
        }
    }

    /** One for each view; none if there is nothing to compare. */
    List<XYChart> charts(List<SweepResult> results) {
        Stream<SweepView> views = SweepView.of(results).stream();
        return views.filter(view -> view.distances().count() > 0).map(this::chart).toList();
    }

    /**
     * Three ways to draw a view: lines along the axis where it is a number, lines along the steps
     * where it is a rule, and one line over named places where there is one number of steps only.
     */
    private XYChart chart(SweepView view) {
        boolean along = view.axis().isNumber() && view.rows().size() > 1;
        boolean names = !along && view.steps().size() == 1;
        List<Line> lines = new ArrayList<>();
        if (along || names) {
            view.steps().forEach(steps -> lines.add(acrossRows(view, steps)));
        } else {
            view.rows().forEach((value, row) -> lines.add(alongSteps(view, value, row)));
        }
        lines.removeIf(line -> line.x().isEmpty());
        XYChart chart = empty(view, along || names ? view.axis().word() : "steps");
        double[] x = lines.stream().flatMap(l -> l.x().stream()).mapToDouble(v -> v).toArray();
        if (names) {
            List<String> ticks = view.rows().keySet().stream().map(SweepView::text).toList();
            chart.getStyler().setXAxisTickLabelsFormattingFunction(at -> tick(ticks, at));
        } else {
            chart.getStyler()
                    .setXAxisLogarithmic(isWide(x))
                    .setXAxisTickLabelsFormattingFunction(ticks(x));
        }
        addLevel(chart, DoubleStream.of(x).summaryStatistics());
        double lowest = setHeight(chart.getStyler(), lines);
        for (int i = 0; i < lines.size(); i++) {
            add(chart, lines.get(i), lowest, colour(i, lines.size()));
        }
        return chart;
    }

    /** Axes, title and style; the title names what changes, the axis what does not. */
    private XYChart empty(SweepView view, String axis) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(name + " by " + axis)
                        .xAxisTitle(view.fixed().isEmpty() ? axis : axis + "; " + view.fixed())
                        .yAxisTitle(name)
                        .build();
        chart.getStyler()
                .setPlotMargin(0)
                .setXAxisLogarithmicDecadeOnly(false)
                .setYAxisLogarithmicDecadeOnly(false)
                .setAxisTickLabelsFont(SMALL)
                .setLegendPosition(Styler.LegendPosition.InsideNE)
                .setLegendFont(SMALL)
                .setLegendBackgroundColor(VEIL)
                .setLegendPadding(6)
                .setMarkerSize(6);
        return ChartSheet.styled(chart);
    }

    /** At one number of steps, along the axis: by value if it is a number, else by its row. */
    private static Line acrossRows(SweepView view, int steps) {
        Line line = new Line(steps + " steps");
        int row = 0;
        for (Map.Entry<Comparable<?>, Map<Integer, SweepResult>> entry : view.rows().entrySet()) {
            double at = entry.getKey() instanceof Number n ? n.doubleValue() : row;
            line.add(at, entry.getValue().get(steps));
            row++;
        }
        return line;
    }

    /** At one value of the axis, along the steps. */
    private static Line alongSteps(
            SweepView view, Comparable<?> value, Map<Integer, SweepResult> row) {
        Line line = new Line(view.axis().word() + " " + SweepView.text(value));
        row.forEach(line::add);
        return line;
    }

    /** The name that stands at a whole number; nothing between two of them. */
    private static String tick(List<String> names, double at) {
        return at == Math.rint(at) && at >= 0 && at < names.size() ? names.get((int) at) : "";
    }

    /** The dashed line. */
    private void addLevel(XYChart chart, DoubleSummaryStatistics x) {
        double[] ends = {x.getMin(), x.getMax()};
        double[] heights = {floor.value(), floor.value()};
        XYSeries level = chart.addSeries("real images", ends, heights);
        level.setMarker(SeriesMarkers.NONE).setLineColor(REAL).setLineStyle(DASHED);
    }

    /**
     * Makes the vertical axis fit the values, whatever their intervals.
     *
     * @return its lower end, where intervals are cut off: they may reach 0, which has no logarithm
     */
    private double setHeight(XYStyler style, List<Line> lines) {
        Stream<SweepResult> drawn = lines.stream().flatMap(l -> l.results().stream());
        DoubleStream distances = drawn.mapToDouble(r -> r.distance().value());
        double[] values = DoubleStream.concat(DoubleStream.of(floor.value()), distances).toArray();
        boolean log = isWide(values);
        double low = DoubleStream.of(values).min().orElseThrow();
        double high = DoubleStream.of(values).max().orElseThrow();
        double room = ROOM * (log ? Math.log(high / low) : high - low);
        double bottom = log ? low * Math.exp(-room) : low - room;
        double top = log ? high * Math.exp(room) : high + room;
        if (top > bottom) {
            style.setYAxisLogarithmic(log).setYAxisMin(bottom).setYAxisMax(top);
            style.setYAxisTickLabelsFormattingFunction(ticks(values));
        }
        return top > bottom ? bottom : Double.NEGATIVE_INFINITY;
    }

    /**
     * Draws a line and the intervals of its points. A bar is a piece of a second series, from its
     * lower end to its upper one, with a gap (NaN) behind it.
     *
     * @param lowest where bars are cut off
     */
    private static void add(XYChart chart, Line line, double lowest, Color colour) {
        int n = line.x().size();
        double[] y = new double[n];
        double[] ends = new double[3 * n]; // of each bar; a gap follows
        double[] barX = new double[3 * n];
        for (int i = 0; i < n; i++) {
            Estimate distance = line.results().get(i).distance();
            y[i] = distance.value();
            Arrays.fill(barX, 3 * i, 3 * i + 3, line.x().get(i));
            ends[3 * i] = Math.max(lowest, distance.low());
            ends[3 * i + 1] = distance.high();
            ends[3 * i + 2] = Double.NaN;
        }
        double[] x = line.x().stream().mapToDouble(v -> v).toArray();
        XYSeries values = chart.addSeries(line.name(), x, y);
        values.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(colour).setLineColor(colour);
        values.setLineStyle(new BasicStroke(1.6f));
        XYSeries bars = chart.addSeries(line.name() + " interval", barX, ends);
        bars.setMarker(SeriesMarkers.NONE).setLineColor(colour).setLineStyle(new BasicStroke(1));
        bars.setShowInLegend(false);
    }

    /** Of a logarithmic axis, whose ticks stand at whole multiples of powers of 10, only some. */
    private static Function<Double, String> ticks(double[] values) {
        if (!isWide(values)) {
            return SweepFigure::number;
        }
        DoubleSummaryStatistics range = DoubleStream.of(values).summaryStatistics();
        Set<Long> named =
                range.getMax() > POWERS_FROM * range.getMin() ? Set.of(1L) : Set.of(1L, 2L, 3L, 5L);
        return at -> {
            double power = Math.pow(10, Math.floor(Math.log10(at) + 1e-9));
            return named.contains(Math.round(at / power)) ? number(at) : "";
        };
    }

    /** To three places that count, so that sums of ticks have no tails. */
    private static String number(double value) {
        return SweepPoint.number(Double.parseDouble(String.format(Locale.ROOT, "%.3g", value)));
    }

    /** Whether values ask for a logarithmic axis: all positive, over a wide range. */
    private static boolean isWide(double[] values) {
        double low = DoubleStream.of(values).min().orElseThrow();
        return low > 0 && DoubleStream.of(values).max().orElseThrow() > LOG_FROM * low;
    }

    /** Blues that get lighter from line to line; one line alone is vermilion. */
    private static Color colour(int line, int lines) {
        if (lines == 1) {
            return ONLY;
        }
        double part = line / (lines - 1.0);
        return new Color(
                mixed(DARK.getRed(), LIGHT.getRed(), part),
                mixed(DARK.getGreen(), LIGHT.getGreen(), part),
                mixed(DARK.getBlue(), LIGHT.getBlue(), part));
    }

    private static int mixed(int from, int to, double part) {
        return (int) Math.round(from + part * (to - from));
    }
}
