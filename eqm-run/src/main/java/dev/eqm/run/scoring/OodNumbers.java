package dev.eqm.run.scoring;

import java.util.Locale;

/**
 * Numbers that scores of the landscape take.
 *
 * @param eta step size of {@code residual} and {@code steps}; {@link #BY_THE_RUN}: the step that
 *     leads from near data to data, (1 − a)/λ for truncated decay
 * @param start where {@code line-integral} begins
 * @param nodes of {@code line-integral}: evaluations on the way
 * @param gMin the gradient norm that {@code steps} ends below; {@link #BY_THE_RUN}: what 95 % of
 *     the images in distribution have at most
 * @param maxSteps the most of {@code steps}
 */
public record OodNumbers(double eta, Start start, int nodes, double gMin, int maxSteps) {
    /** Not a number: taken from the run's loss or images. */
    public static final double BY_THE_RUN = Double.NaN;

    /** As the command line has it. */
    public static final OodNumbers DEFAULT =
            new OodNumbers(BY_THE_RUN, Start.ZERO, 8, BY_THE_RUN, 100);

    /** Where line integrals begin. */
    public enum Start {
        /** Grey. */
        ZERO,
        /** The mean of the images in distribution. */
        MEAN,
        /** One draw of noise. */
        NOISE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
