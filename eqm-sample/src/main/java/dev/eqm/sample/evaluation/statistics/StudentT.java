package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

/** Two-sided 95 % points of Student's t: how far a mean of few values may lie from the truth. */
public final class StudentT {
    /** By degrees of freedom 1 to 30. */
    private static final double[] POINTS = {
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
        2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922,
        2.093024, 2.085963, 2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831,
        2.048407, 2.045230, 2.042272
    };

    private StudentT() {}

    /** The largest degrees of freedom that are known; more are taken for as many. */
    public static int most() {
        return POINTS.length;
    }

    /**
     * t such that |T| &lt; t with probability 0.95.
     *
     * @param freedom degrees of freedom, at least 1; beyond {@link #most} the point of that, which
     *     is 4 % too large at most
     */
    public static double point(int freedom) {
        require(freedom >= 1, "degrees of freedom must be at least 1, got %s", freedom);
        return POINTS[Math.min(freedom, POINTS.length) - 1];
    }
}
