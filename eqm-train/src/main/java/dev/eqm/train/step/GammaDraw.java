package dev.eqm.train.step;

import java.util.SplittableRandom;

/** How the γ of a batch are drawn from [0, 1). Every value is a float below 1. */
public enum GammaDraw {
    /** Each on its own, uniform: as published. */
    UNIFORM {
        @Override
        float[] draw(int n, SplittableRandom random) {
            float[] gamma = new float[n];
            for (int i = 0; i < n; i++) {
                gamma[i] = unit(random);
            }
            return gamma;
        }
    },

    /**
     * One in each of N equal cells, the cells in random order: each γ alone is still uniform, the
     * mean over a batch varies less.
     */
    STRATIFIED {
        @Override
        float[] draw(int n, SplittableRandom random) {
            int[] cells = new int[n];
            for (int i = 0; i < n; i++) {
                int j = random.nextInt(i + 1);
                cells[i] = cells[j];
                cells[j] = i;
            }
            float[] gamma = new float[n];
            for (int i = 0; i < n; i++) {
                gamma[i] = within(cells[i], n, unit(random));
            }
            return gamma;
        }
    },

    /**
     * γ = 1 − u² with u uniform: its density 1/(2√(1 − γ)) is half of the uniform one at noise, and
     * larger than it beyond γ = 3/4. Not published. The loss then weighs what is near data more,
     * and where states of several γ meet, a field without a time learns another mean of them.
     */
    NEAR_DATA {
        @Override
        float[] draw(int n, SplittableRandom random) {
            float[] gamma = new float[n];
            for (int i = 0; i < n; i++) {
                double u = unit(random);
                gamma[i] = Math.min((float) (1 - u * u), Math.nextDown(1f));
            }
            return gamma;
        }
    };

    abstract float[] draw(int n, SplittableRandom random);

    /** 24 bits: every value is a float below 1. */
    private static float unit(SplittableRandom random) {
        return (random.nextInt() >>> 8) * 0x1p-24f;
    }

    /** (cell + u)/n, rounded to a float of [cell/n, (cell + 1)/n). */
    private static float within(int cell, int n, float u) {
        float gamma = (float) ((cell + (double) u) / n);
        if (gamma >= (cell + 1) / (double) n) {
            return Math.nextDown(gamma);
        }
        return gamma < cell / (double) n ? Math.nextUp(gamma) : gamma;
    }
}
