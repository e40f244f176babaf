package dev.eqm.cli.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    private static final double SETTLING =
            0.5; // of the steps: heap, caches and pools grow to what they need

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
        return 1000
                * slope(settled().stream().map(p -> new double[] {p.step, p.resident}).toList());
    }

    /** Open arrays in 1000 steps, likewise. */
    double arraySlope() {
        return 1000 * slope(settled().stream().map(p -> new double[] {p.step, p.arrays}).toList());
    }

    /** True if neither grows. A run of fewer than 1000 steps is judged by its arrays alone. */
    public boolean flat() {
        long steps = points.get(points.size() - 1).step;
        boolean arraysFlat = arraySlope() < FLAT_ARRAYS;
        return arraysFlat && (steps < 1000 || residentSlope() < FLAT);
    }

    /** The readings that count. */
    private List<Point> settled() {
        double from = SETTLING * points.get(points.size() - 1).step;
        return points.stream().filter(p -> p.step >= from).toList();
    }

    /** The median slope over all pairs: single outliers do not move it. */
    private static double slope(List<double[]> xy) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < xy.size(); i++) {
            for (int j = i + 1; j < xy.size(); j++) {
                double run = xy.get(j)[0] - xy.get(i)[0];
                slopes.add((xy.get(j)[1] - xy.get(i)[1]) / run);
            }
        }
        return slopes.isEmpty() ? 0 : Quartiles.of(slopes).median();
    }

    /** The verdict and every reading, as rows under {@code columns}. */
    Map<String, Object> json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("what", what);
        all.put("steps", points.get(points.size() - 1).step);
        all.put("flat", flat());
        all.put("residentBytesPer1000Steps", residentSlope());
        all.put("arraysPer1000Steps", arraySlope());
        all.put("columns", Arrays.asList("step", "residentBytes", "openArrays", "seconds"));
        all.put(
                "points",
                points.stream()
                        .map(p -> List.<Object>of(p.step, p.resident, p.arrays, p.seconds))
                        .toList());
        return all;
    }
}
