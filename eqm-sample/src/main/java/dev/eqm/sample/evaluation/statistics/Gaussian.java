package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

import java.util.ArrayList;
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
                "covariance must have the square of the mean's %s numbers, got %s",
                mean.length,
                covariance.length);
        requireFinite(mean, "mean");
        requireFinite(covariance, "covariance");
    }

    private static void requireFinite(double[] values, String what) {
        for (double v : values) {
            require(
                    Double.isFinite(v),
                    "%s must be finite: an image's features are not, got %s",
                    what,
                    v);
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
        require(
                count >= 2,
                "a covariance needs at least 2 images, and %s of them for one of full rank (features of"
                        + " %s numbers), got %s",
                dimension + 1,
                dimension,
                count);
    }

    /** What is to be said of a distance to this; empty if nothing. */
    public List<String> warnings(String whose) {
        List<String> all = new ArrayList<>();
        if (count > 0 && count <= dimension()) {
            all.add(
                    "%s: %d images give features of %d numbers a covariance of rank %d at most; distances are biased upwards, at least %d images are needed for full rank"
                            .formatted(whose, count, dimension(), count - 1, dimension() + 1));
        }
        return all;
    }
}
