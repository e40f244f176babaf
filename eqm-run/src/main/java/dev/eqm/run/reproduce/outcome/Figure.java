package dev.eqm.run.reproduce.outcome;

import dev.eqm.run.reproduce.item.Selector;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.output.OutputFiles;
import dev.eqm.sample.plot.Axis;
import dev.eqm.sample.plot.Chart;
import dev.eqm.sample.plot.Curve;
import dev.eqm.sample.plot.Look;
import dev.eqm.sample.plot.Plot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The table of an item as a chart: a line for every arm along its places, which are numbers or
 * names; arms without places side by side; an arm that is the same at every place as a level, and
 * so are real images.
 *
 * @param outcome with rows
 */
public record Figure(ItemOutcome outcome) {
    private static final double USUAL = 600;
    private static final double FOR_A_NAME = 112;
    private static final double HIGH = 360;
    private static final String DISCLAIMER = "scale tiny: says nothing about the claim";

    /** Writes PNG and SVG; nothing if there is nothing to draw. */
    void write(Path png) {
        chart().ifPresent(
                        chart -> {
                            double wide = Math.max(USUAL, chart.x().ticks().size() * FOR_A_NAME);
                            OutputFiles.draw(png, new Plot(List.of(chart), 1, wide, HIGH));
                        });
    }

    /** The places of the horizontal axis, each once. */
    public static List<String> places(ItemOutcome outcome) {
        return outcome.rows().stream()
                .map(Row::place)
                .filter(p -> !p.isEmpty())
                .distinct()
                .toList();
    }

    /** Whether all places are numbers. */
    public static boolean areNumbers(List<String> places) {
        return !places.isEmpty() && places.stream().allMatch(Selector::isNumber);
    }

    /** Rows of each arm. */
    public static Map<String, List<Row>> byArm(ItemOutcome outcome) {
        Map<String, List<Row>> all = new LinkedHashMap<>();
        outcome.rows().forEach(r -> all.computeIfAbsent(r.arm(), a -> new ArrayList<>()).add(r));
        return all;
    }

    Optional<Chart> chart() {
        List<Row> known = outcome.rows().stream().filter(r -> !r.diverged()).toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        List<String> places = places(outcome);
        List<String> names =
                places.isEmpty() ? List.copyOf(byArm(outcome).keySet()) : List.copyOf(places);
        boolean numbers = areNumbers(places);
        Axis x = numbers ? numbers(places) : Axis.named(outcome.placesTitle(), names);
        List<Curve> curves = new ArrayList<>();
        if (!outcome.floor().isEmpty()) {
            curves.add(level("real images", x, outcome.floorMean(), Look.level()));
        }
        if (places.isEmpty()) {
            // side by side: no line leads from one arm to the next
            known.forEach(row -> curves.add(points("", List.of(row), names, false, 0)));
        } else {
            byArm(outcome)
                    .forEach(
                            (arm, rows) -> {
                                List<Row> some = rows.stream().filter(r -> !r.diverged()).toList();
                                if (!some.isEmpty()) {
                                    curves.add(line(arm, some, x, names, numbers, curves.size()));
                                }
                            });
        }
        String under = outcome.plan().scale().science() ? outcome.item().source() : DISCLAIMER;
        return Optional.of(Chart.of(outcome.item().title(), under, x, height(known), curves));
    }

    private Axis numbers(List<String> places) {
        double[] at = places.stream().mapToDouble(Double::parseDouble).toArray();
        Axis axis = Axis.around(outcome.placesTitle(), at);
        double[] sorted = DoubleStream.of(at).sorted().toArray();
        return axis.hasRoomFor(sorted) ? axis.withTicksAt(sorted) : axis;
    }

    private Curve line(
            String arm, List<Row> rows, Axis x, List<String> names, boolean numbers, int number) {
        if (rows.size() == 1 && rows.get(0).place().isEmpty()) {
            return level(arm, x, rows.get(0).estimate().value(), Look.dashed(number));
        }
        return points(arm, rows, names, numbers, number);
    }

    private static Curve points(
            String name, List<Row> rows, List<String> names, boolean numbers, int number) {
        List<Curve.Point> points = new ArrayList<>();
        for (Row row : rows) {
            Estimate e = row.estimate();
            String place = row.place().isEmpty() ? row.arm() : row.place();
            double at = numbers ? Double.parseDouble(place) : names.indexOf(place);
            points.add(new Curve.Point(at, e.value(), e.low(), e.high()));
        }
        return new Curve(name, points, Look.marked(number));
    }

    private static Curve level(String name, Axis x, double height, Look look) {
        double[] heights = {height, height};
        return Curve.of(name, new double[] {x.from(), x.to()}, heights, look);
    }

    /** With room for all intervals; an end below 0 of a positive number is cut off. */
    private Axis height(List<Row> rows) {
        List<Estimate> all = rows.stream().map(Row::estimate).toList();
        DoubleStream floor = outcome.floor().stream().mapToDouble(Reading::value);
        return around(outcome.measureTitle(), all, floor.toArray());
    }

    static Axis around(String title, List<Estimate> rows, double... others) {
        DoubleStream values =
                DoubleStream.concat(
                        rows.stream().mapToDouble(Estimate::value), DoubleStream.of(others));
        double[] known = values.toArray();
        boolean positive = DoubleStream.of(known).allMatch(v -> v > 0);
        DoubleStream ends = rows.stream().flatMapToDouble(e -> DoubleStream.of(e.low(), e.high()));
        DoubleStream shown = ends.filter(v -> Double.isFinite(v) && (v > 0 || !positive));
        return Axis.around(title, DoubleStream.concat(DoubleStream.of(known), shown).toArray());
    }
}
