package dev.eqm.run.reproduce.measure;

import java.util.Arrays;

/** Distances of points in the plane, all pairs compared. */
public final class PointDistances {
    private PointDistances() {}

    /**
     * From each point to the nearest of others.
     *
     * @param points [N, 2]
     * @param others [M, 2], at least one
     */
    public static double[] nearest(float[] points, float[] others) {
        double[] distances = new double[points.length / 2];
        for (int i = 0; i < distances.length; i++) {
            double nearest = Double.POSITIVE_INFINITY;
            for (int j = 0; j < others.length; j += 2) {
                double x = points[2 * i] - others[j];
                double y = points[2 * i + 1] - others[j + 1];
                nearest = Math.min(nearest, Math.hypot(x, y));
            }
            distances[i] = nearest;
        }
        return distances;
    }

    /** The share of distances that are at most so large. */
    public static double share(double[] distances, double most) {
        return Arrays.stream(distances).filter(d -> d <= most).count() / (double) distances.length;
    }
}
