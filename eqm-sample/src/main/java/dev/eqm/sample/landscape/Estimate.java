package dev.eqm.sample.landscape;

import static dev.eqm.core.check.Check.require;

import java.util.Arrays;

/**
 * A number that was estimated.
 *
 * @param standardError its standard deviation; 0 for a single value, of which nothing is known
 */
public record Estimate(double value, double standardError) {
    /** The mean of independent values. */
    public static Estimate mean(double... values) {
        require(values.length >= 1, "a mean needs at least 1 value, got %s", values.length);
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        int n = values.length;
        return new Estimate(mean, n == 1 ? 0 : Math.sqrt(squares / (n - 1) / n));
    }

    /**
     * The root of Σa/Σb over independent pairs, its error by the delta method: that of the mean of
     * aᵢ − r·bᵢ over the mean of b, and half of it over the root. 0/0 is 0.
     */
    public static Estimate rootOfRatio(double[] a, double[] b) {
        double over = Arrays.stream(a).sum();
        double under = Arrays.stream(b).sum();
        if (over == 0) {
            return new Estimate(0, 0);
        }
        double ratio = over / under;
        double[] residuals = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            residuals[i] = a[i] - ratio * b[i];
        }
        double error = mean(residuals).standardError() * a.length / under;
        double root = Math.sqrt(ratio);
        return new Estimate(root, error / (2 * root));
    }
}
