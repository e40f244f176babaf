package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * What the Fréchet distance knows of a set of features.
 *
 * @param count images; 0 if a file does not say
 * @param mean [D]
 * @param covariance [D, D], symmetric
 */
public record Gaussian(long count, double[] mean, double[] covariance) {
    /** Takes the arrays over without a copy. */
    public Gaussian {
        require(
                mean.length >= 1 && covariance.length == (long) mean.length * mean.length,
                "covariance must be a square matrix for the mean's %s numbers, got %s numbers",
                mean.length,
                covariance.length);
        requireFinite(mean, "mean");
        requireFinite(covariance, "covariance");
    }

    private static void requireFinite(double[] values, String what) {
        String rule = what + " must be finite, but the features of an image are not, got %s";
        for (double v : values) {
            require(Double.isFinite(v), rule, v);
        }
    }

    /** D. */
    public int dimension() {
        return mean.length;
    }

    /**
     * Checks that a covariance can be taken.
     *
     * @throws IllegalArgumentException saying how many images are needed
     */
    public static void requireEnough(long count, int dimension) {
        String rule =
                "a covariance needs at least 2 images, and %s for full rank (features of %s numbers), got %s";
        require(count >= 2, rule, dimension + 1, dimension, count);
    }

    /** What is to be said of a distance to this; empty if nothing. */
    public List<String> warnings(String whose) {
        int d = dimension();
        String few =
                "%s: with %d images, the covariance of features of %d numbers has rank at most %d, "
                        + "which biases distances upwards; at least %d images are needed for full rank";
        return count > 0 && count <= d
                ? List.of(few.formatted(whose, count, d, count - 1, d + 1))
                : List.of();
    }
}
