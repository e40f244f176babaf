package dev.eqm.core.testing;

import java.util.function.ToDoubleFunction;

/** Gradients by central differences, to judge those of autograd. */
public final class FiniteDifferences {
    private FiniteDifferences() {}

    /**
     * d f / d x at {@code x}, one element at a time.
     *
     * @param f a smooth function of the whole vector; computed in float32, it is good to about
     *     1e-7·|f|/step
     * @param step 1e-2 suits float32 functions with values and curvature near 1
     */
    public static double[] gradient(float[] x, ToDoubleFunction<float[]> f, double step) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            float[] up = x.clone();
            float[] down = x.clone();
            up[i] += (float) step;
            down[i] -= (float) step;
            gradient[i] =
                    (f.applyAsDouble(up) - f.applyAsDouble(down)) / ((double) up[i] - down[i]);
        }
        return gradient;
    }
}
