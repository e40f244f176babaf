package dev.eqm.sample.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a chart through points, from left to right.
 *
 * @param name in the legend; empty: not in it
 */
public record Curve(String name, List<Point> points, Look look) {
    /**
     * A point, and the interval in which its y lies.
     *
     * @param low equal to {@code high} where there is no interval
     */
    public record Point(double x, double y, double low, double high) {
        /** Without an interval. */
        public static Point at(double x, double y) {
            return new Point(x, y, y, y);
        }
    }

    public Curve {
        points = List.copyOf(points);
    }

    /** Through (x[i], y[i]), without intervals. */
    public static Curve of(String name, double[] x, double[] y, Look look) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            points.add(Point.at(x[i], y[i]));
        }
        return new Curve(name, points, look);
    }
}
