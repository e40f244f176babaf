package dev.eqm.run.sweep;

import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.output.OutputFiles;
import dev.eqm.sample.plot.Axis;
import dev.eqm.sample.plot.Chart;
import dev.eqm.sample.plot.Curve;
import dev.eqm.sample.plot.Look;
import dev.eqm.sample.plot.Plot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Results as charts, one for each table that has more than one value: along numbers a line for each
 * number of steps, between rules a line for each rule along the steps. Bars are the distances'
 * intervals, a dashed line is what real images have.
 *
 * @param name of the distance
 * @param floor the distance of real images of the same number
 */
record SweepFigure(String name, Estimate floor) {
    private static final double WIDE = 430;
    private static final double HIGH = 300;
    private static final int COLUMNS = 2;

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

        /** With the intervals of the distances. */
        Curve curve(Look look) {
            List<Curve.Point> points = new ArrayList<>();
            for (int i = 0; i < x.size(); i++) {
                Estimate d = results.get(i).distance();
                points.add(new Curve.Point(x.get(i), d.value(), d.low(), d.high()));
            }
            return new Curve(name, points, look);
        }
    }

    /** Writes PNG and SVG; nothing if there is nothing to compare. */
    void write(Path png, List<SweepResult> results) {
        List<Chart> charts = charts(results);
        if (!charts.isEmpty()) {
            OutputFiles.draw(png, new Plot(charts, COLUMNS, WIDE, HIGH));
        }
    }

    /** One for each view; none if there is nothing to compare. */
    List<Chart> charts(List<SweepResult> results) {
        Stream<SweepView> views = SweepView.of(results).stream();
        return views.filter(view -> view.distances().count() > 0).map(this::chart).toList();
    }

    /**
     * Three ways to draw a view: lines along the axis where it is a number, lines along the steps
     * where it is a rule, and one line over named places where there is one number of steps only.
     */
    private Chart chart(SweepView view) {
        boolean along = view.axis().isNumber() && view.rows().size() > 1;
        boolean names = !along && view.steps().size() == 1;
        List<Line> lines = new ArrayList<>();
        if (along || names) {
            view.steps().forEach(steps -> lines.add(acrossRows(view, steps)));
        } else {
            view.rows().forEach((value, row) -> lines.add(alongSteps(view, value, row)));
        }
        lines.removeIf(line -> line.x().isEmpty());
        String word = along || names ? view.axis().word() : "steps";
        Axis x = names ? named(view, word) : across(word, lines);
        List<Curve> curves = new ArrayList<>();
        double[] ends = {x.from(), x.to()};
        double[] heights = {floor.value(), floor.value()};
        curves.add(Curve.of("real images", ends, heights, Look.level()));
        for (Line line : lines) {
            curves.add(line.curve(Look.marked(curves.size() - 1)));
        }
        return Chart.of(name + " by " + word, view.fixed(), x, height(lines), curves);
    }

    private static Axis named(SweepView view, String word) {
        return Axis.named(word, view.rows().keySet().stream().map(SweepView::text).toList());
    }

    /** Ticks stand where the settings are, if these are few and do not crowd. */
    private static Axis across(String word, List<Line> lines) {
        double[] all = lines.stream().flatMap(l -> l.x().stream()).mapToDouble(v -> v).toArray();
        Axis axis = Axis.around(word, all);
        double[] settings = DoubleStream.of(all).distinct().sorted().toArray();
        return axis.hasRoomFor(settings) ? axis.withTicksAt(settings) : axis;
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

    /**
     * The vertical axis fits the values, whatever their intervals, which may reach 0 and have no
     * logarithm there: they are cut off.
     */
    private Axis height(List<Line> lines) {
        Stream<SweepResult> drawn = lines.stream().flatMap(l -> l.results().stream());
        DoubleStream distances = drawn.mapToDouble(r -> r.distance().value());
        return Axis.around(
                name + ", lower is better",
                DoubleStream.concat(DoubleStream.of(floor.value()), distances).toArray());
    }
}
