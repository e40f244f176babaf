package dev.eqm.run.report;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which points of long curves are drawn. The points are cut into buckets of equal length, and of
 * each bucket those stay where one of the curves is lowest or highest: what is drawn was logged,
 * and no spike is lost. The first and the last point stay too.
 */
final class Thinning {
    /** Points of a chart at most: more than a screen has columns. */
    static final int POINTS = 2000;

    private Thinning() {}

    /**
     * The points that stay, ascending.
     *
     * @param curves of one length; NaN is neither low nor high
     * @param most how many points; all stay if there are no more
     */
    static int[] of(List<double[]> curves, int most) {
        int count = curves.stream().mapToInt(c -> c.length).max().orElse(0);
        if (count <= most) {
            return IntStream.range(0, count).toArray();
        }
        // a bucket keeps two points of each curve, at most
        int buckets = Math.max(1, (most - 2) / (2 * curves.size()));
        TreeSet<Integer> kept = new TreeSet<>(List.of(0, count - 1));
        for (int b = 0; b < buckets; b++) {
            int from = (int) ((long) count * b / buckets);
            int to = (int) ((long) count * (b + 1) / buckets);
            for (double[] curve : curves) {
                addExtremes(curve, from, to, kept);
            }
        }
        return kept.stream().mapToInt(i -> i).toArray();
    }

    private static void addExtremes(double[] curve, int from, int to, Set<Integer> kept) {
        int low = -1;
        int high = -1;
        for (int i = from; i < to; i++) {
            if (Double.isNaN(curve[i])) {
                continue;
            }
            low = low < 0 || curve[i] < curve[low] ? i : low;
            high = high < 0 || curve[i] > curve[high] ? i : high;
        }
        if (low >= 0) {
            kept.add(low);
            kept.add(high);
        }
    }

    /** The values at some points. */
    static double[] at(double[] curve, int[] points) {
        return IntStream.of(points).mapToDouble(i -> curve[i]).toArray();
    }
}
