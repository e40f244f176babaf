package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.JsonObject;
import java.util.Arrays;
import java.util.Map;

/**
 * A number that was estimated, and how sure it is.
 *
 * @param value the estimate from all data
 * @param low lower end of its interval
 * @param high upper end
 * @param method what the interval is and how it was found; {@code none} if there is none, and then
 *     both ends are the value
 * @param standardError the deviation of {@code value}; not a number where only an interval is known
 */
public record Estimate(double value, double low, double high, String method, double standardError) {
    private static final String NONE = "none";

    /** With an interval alone. */
    public Estimate(double value, double low, double high, String method) {
        this(value, low, high, method, Double.NaN);
    }

    /** With a standard error, which is the interval's reach. */
    public static Estimate withError(double value, double error) {
        String method = "plus and minus the standard error";
        return new Estimate(value, value - error, value + error, method, error);
    }

    /** A number alone. */
    public static Estimate without(double value) {
        return new Estimate(value, value, value, NONE);
    }

    /** As a JSON object: the value and both ends. */
    public Map<String, Object> toJson() {
        return JsonObject.of("value", value).with("low", low).with("high", high);
    }

    /** Whether an interval is known. */
    public boolean hasInterval() {
        return !method.equals(NONE);
    }

    /**
     * The delete-a-group jackknife.
     *
     * @param partial the estimate without each of g groups in turn, g in [2, 31]
     */
    public static Estimate jackknife(double value, double[] partial) {
        int g = partial.length;
        require(g >= 2 && g <= StudentT.most() + 1, "groups must lie in [2, 31], got %s", g);
        double mean = Arrays.stream(partial).average().orElse(0);
        double reach = StudentT.point(g - 1) * Math.sqrt((g - 1.0) / g * squares(partial, mean));
        String method = "jackknife over " + g + " groups, 95 %";
        return new Estimate(value, value - reach, value + reach, method);
    }

    /** The mean over independent parts of the images, with its standard deviation over them. */
    public static Estimate overParts(double[] parts, String what) {
        double mean = Arrays.stream(parts).average().orElse(Double.NaN);
        if (parts.length < 2) {
            return without(mean);
        }
        double std = Math.sqrt(squares(parts, mean) / parts.length);
        String method = "mean of %d %s, plus and minus their standard deviation";
        return new Estimate(mean, mean - std, mean + std, method.formatted(parts.length, what));
    }

    /**
     * The mean of independent values, and its standard error; 0 for a single value, of which
     * nothing is known.
     */
    public static Estimate mean(double... values) {
        require(values.length >= 1, "a mean needs at least 1 value, got %s", values.length);
        double mean = Arrays.stream(values).average().orElse(0);
        int n = values.length;
        return withError(mean, n == 1 ? 0 : Math.sqrt(squares(values, mean) / (n - 1) / n));
    }

    /**
     * The share k/n of independent events, with Wilson's score interval (1927): the ends are (p +
     * z²/2n ± z√(p(1 − p)/n + z²/4n²))/(1 + z²/n) with p = k/n and z = 1.96. They stay in [0, 1],
     * and apart even where none or all events are counted.
     */
    public static Estimate share(long counted, long of) {
        require(of >= 1, "a share needs at least 1 event, got %s", of);
        require(counted >= 0 && counted <= of, "counted must lie in [0, %s], got %s", of, counted);
        double z = 1.959963984540054;
        double p = (double) counted / of;
        double middle = p + z * z / (2 * of);
        double reach = z * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of));
        double over = 1 + z * z / of;
        double low = counted == 0 ? 0 : (middle - reach) / over; // no rounding at either end
        double high = counted == of ? 1 : (middle + reach) / over;
        return new Estimate(p, low, high, "Wilson's score interval, 95 %");
    }

    private static double squares(double[] values, double mean) {
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    }

    /**
     * The root of Σa/Σb over independent pairs, its error by the delta method: that of the mean of
     * aᵢ − r·bᵢ over the mean of b, and half of it over the root. 0/0 is 0.
     */
    public static Estimate rootOfRatio(double[] a, double[] b) {
        double over = Arrays.stream(a).sum();
        double under = Arrays.stream(b).sum();
        if (over == 0) {
            return withError(0, 0);
        }
        double ratio = over / under;
        double[] residuals = new double[a.length];
        Arrays.setAll(residuals, i -> a[i] - ratio * b[i]);
        double error = mean(residuals).standardError() * a.length / under;
        double root = Math.sqrt(ratio);
        return withError(root, error / (2 * root));
    }
}
