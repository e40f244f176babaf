package dev.eqm.train.step;

import dev.eqm.core.check.Brief;

/**
 * Losses summed by γ, in ten equal bins of [0, 1): where between noise and data a network knows
 * something.
 *
 * @param loss sum of the losses of the images in a bin, [10]
 * @param zeroField the same for a network that answers 0, [10]
 */
public record GammaBins(double[] loss, double[] zeroField) {
    /** How many. */
    public static final int COUNT = 10;

    /** No images yet. */
    public static GammaBins empty() {
        return new GammaBins(new double[COUNT], new double[COUNT]);
    }

    /** One batch, all three [N]. */
    public static GammaBins of(float[] gamma, float[] loss, float[] zeroField) {
        GammaBins bins = empty();
        for (int i = 0; i < gamma.length; i++) {
            int bin = Math.min(COUNT - 1, (int) (gamma[i] * COUNT));
            bins.loss[bin] += loss[i];
            bins.zeroField[bin] += zeroField[i];
        }
        return bins;
    }

    /** Bin by bin. */
    public GammaBins plus(GammaBins other) {
        GammaBins sum = empty();
        for (int i = 0; i < COUNT; i++) {
            sum.loss[i] = loss[i] + other.loss[i];
            sum.zeroField[i] = zeroField[i] + other.zeroField[i];
        }
        return sum;
    }

    /** 1 − loss / loss of the zero field for each bin, [10]; NaN where there were no images. */
    public double[] explainedVariance() {
        double[] explained = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            explained[i] = zeroField[i] > 0 ? 1 - loss[i] / zeroField[i] : Double.NaN;
        }
        return explained;
    }

    @Override
    public String toString() {
        return "GammaBins[loss=%s, zeroField=%s]".formatted(Brief.of(loss), Brief.of(zeroField));
    }
}
