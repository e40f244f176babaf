package dev.eqm.core.data;

/** How {@link Resampler} weighs the pixels around a place, as Pillow's filters of these names. */
public enum Resampling {
    /** The mean of what a new pixel covers: 1 for −½ &lt; x ≤ ½. */
    BOX(0.5) {
        @Override
        double weight(double x) {
            return x > -0.5 && x <= 0.5 ? 1 : 0;
        }
    },

    /** The cubic convolution of Keys with a = −½. */
    BICUBIC(2) {
        @Override
        double weight(double x) {
            double d = Math.abs(x);
            if (d < 1) {
                return ((A + 2) * d - (A + 3)) * d * d + 1;
            }
            return d < 2 ? (((d - 5) * d + 8) * d - 4) * A : 0;
        }
    };

    private static final double A = -0.5;

    private final double support;

    Resampling(double support) {
        this.support = support;
    }

    /** Half the width outside of which the weight is 0, in pixels of the smaller picture. */
    double support() {
        return support;
    }

    /** The weight at a distance, not normalised. */
    abstract double weight(double x);
}
