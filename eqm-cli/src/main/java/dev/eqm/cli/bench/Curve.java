package dev.eqm.cli.bench;

import dev.eqm.core.store.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Memory over many steps.
 *
 * @param what {@code train} or {@code sampler}
 * @param points at even distances
 */
public record Curve(String what, List<Point> points) {
    /** Growth of resident memory that counts as flat, bytes in 1000 steps. */
    static final double FLAT = 1 << 20;

    /** Growth of open arrays likewise; single readings vary by what lanes have just closed. */
    static final double FLAT_ARRAYS = 1;

    /** Share of the steps that does not count: heap, caches and pools grow to what they need. */
    private static final double SETTLING = 0.5;

    /**
     * One reading.
     *
     * @param resident bytes of the process in memory; -1 where the system does not say
     * @param arrays open arrays, those of kernels and parameters included; -1 where the JVM does
     *     not say
     * @param seconds since the start
     */
    public record Point(long step, long resident, long arrays, double seconds) {}

    public Curve {
        points = List.copyOf(points);
    }

    /** Bytes in 1000 steps: the median slope over pairs of points (Theil and Sen), once settled. */
    double residentSlope() {
        return slope(Point::resident);
    }

    /** Open arrays in 1000 steps, likewise. */
    double arraySlope() {
        return slope(Point::arrays);
    }

    /** True if neither grows. A run of fewer than 1000 steps is judged by its arrays alone. */
    public boolean flat() {
        return arraySlope() < FLAT_ARRAYS && (steps() < 1000 || residentSlope() < FLAT);
    }

    /** Where the last reading was made. */
    private long steps() {
        return points.get(points.size() - 1).step;
    }

    /** In 1000 steps: the median slope over all pairs, so that single outliers do not move it. */
    private double slope(ToDoubleFunction<Point> value) {
        List<Point> settled = points.stream().filter(p -> p.step >= SETTLING * steps()).toList();
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < settled.size(); i++) {
            for (Point later : settled.subList(i + 1, settled.size())) {
                Point p = settled.get(i);
                double rise = value.applyAsDouble(later) - value.applyAsDouble(p);
                slopes.add(rise / (later.step - p.step));
            }
        }
        return slopes.isEmpty() ? 0 : 1000 * Quartiles.of(slopes).median();
    }

    /** The verdict and every reading, as rows under {@code columns}. */
    JsonObject json() {
        return JsonObject.of("what", what)
                .with("steps", steps())
                .with("flat", flat())
                .with("residentBytesPer1000Steps", residentSlope())
                .with("arraysPer1000Steps", arraySlope())
                .with("columns", List.of("step", "residentBytes", "openArrays", "seconds"))
                .with(
                        "points",
                        points.stream()
                                .map(p -> List.of(p.step, p.resident, p.arrays, p.seconds))
                                .toList());
    }
}
