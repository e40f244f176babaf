package dev.eqm.sample.evaluation.statistics;

import dev.eqm.core.testing.Hashed;

/** Two sets of features that differ in mean, spread and correlations. */
public final class Sets {
    private Sets() {}

    /** [n, d], uniform. */
    public static float[] first(int n, int d) {
        return Hashed.floats(n * d, 1, 1);
    }

    /** [n, d], narrower, correlated, moved. */
    public static float[] second(int n, int d) {
        double[] own = Hashed.doubles(n * d, 2, 1);
        double[] shared = Hashed.doubles(n * d, 3, 1);
        float[] all = new float[n * d];
        for (int i = 0; i < all.length; i++) {
            int mirrored = i / d * d + d - 1 - i % d;
            all[i] = (float) (0.5 * own[i] + 0.25 * shared[mirrored] + 0.125);
        }
        return all;
    }
}
