package dev.eqm.run.reproduce.verdict;

import static dev.eqm.core.check.Check.require;

import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mean difference of two numbers that were measured seed by seed, with a 95 % interval.
 *
 * <p>dₖ = aₖ − bₖ for seed k of n: both sides share noise, labels, order of the data and, within a
 * network, initial weights. Seeds share nothing, so the dₖ are independent, and what samples add to
 * their spread is in it. The interval d̄ ± r is that of Student's t, and never narrower than what
 * the samples alone allow:
 *
 * <pre>{@code r = max(t(n−1)·s, t(n(g−1))·√w)/√n
 * s² = Σ(dₖ − d̄)²/(n−1)                          the spread of seeds
 * w  = mean over k of (g−1)/g Σⱼ (dₖ₍₋ⱼ₎ − mean)²   the jackknife over g groups of samples}</pre>
 *
 * <p>so that seeds that agree by chance are not told more surely than their samples are. Of numbers
 * without groups, or whose groups do not differ, such as a share of 0 or 1, w is the sum of both
 * sides' variances, as if the sides shared no samples.
 *
 * <p>Not a percentile bootstrap over seeds: of three values there are ten resamples, whose
 * percentiles make false alarms in a quarter of all comparisons without a difference instead of in
 * 5 % ({@code PairedTest} simulates both).
 *
 * @param differences dₖ, by seed; none of a seed of which a side diverged
 * @param spread √w; 0 where nothing is known of groups
 * @param groups g; 0 where w is not of groups
 * @param leftDiverged seeds of which the left side diverged
 * @param rightDiverged seeds of which the right side diverged
 */
public record Paired(
        List<Double> differences, double spread, int groups, int leftDiverged, int rightDiverged) {
    /** Fewer seeds cannot tell chance from a difference. */
    public static final int FEWEST = 2;

    public Paired {
        differences = List.copyOf(differences);
        require(spread >= 0, "spread must not be negative, got %s", spread);
    }

    /**
     * Of readings of the same seeds.
     *
     * @param quantity which of their numbers; empty: the measure itself, whose groups are known
     */
    public static Paired of(List<Reading> left, List<Reading> right, String quantity) {
        return of(left, right, quantity, quantity);
    }

    /** The same with a quantity for each side. */
    public static Paired of(
            List<Reading> left, List<Reading> right, String leftQuantity, String rightQuantity) {
        require(
                left.size() == right.size(),
                "both sides need a reading for each seed, got %s and %s",
                left.size(),
                right.size());
        List<Double> differences = new ArrayList<>();
        List<Double> squares = new ArrayList<>();
        boolean grouped = true;
        int leftOut = 0;
        int rightOut = 0;
        for (int k = 0; k < left.size(); k++) {
            double a = left.get(k).quantity(leftQuantity);
            double b = right.get(k).quantity(rightQuantity);
            leftOut += Double.isNaN(a) ? 1 : 0;
            rightOut += Double.isNaN(b) ? 1 : 0;
            if (!Double.isNaN(a - b)) {
                differences.add(a - b);
                double square =
                        leftQuantity.isEmpty() && rightQuantity.isEmpty()
                                ? jackknife(left.get(k).without(), right.get(k).without())
                                : 0;
                grouped &= square > 0;
                squares.add(
                        square > 0
                                ? square
                                : left.get(k).variance(leftQuantity)
                                        + right.get(k).variance(rightQuantity));
            }
        }
        double within = squares.stream().mapToDouble(s -> s).average().orElse(0);
        int groups =
                left.isEmpty() || !grouped
                        ? 0
                        : Math.max(left.get(0).without().size(), right.get(0).without().size());
        return new Paired(differences, Math.sqrt(within), groups, leftOut, rightOut);
    }

    /** The variance of a difference over groups of samples; 0 where nothing is known of them. */
    private static double jackknife(List<Double> left, List<Double> right) {
        int g = Math.max(left.size(), right.size());
        boolean same = left.size() == right.size() || left.isEmpty() || right.isEmpty();
        if (g < 2 || !same) {
            return 0;
        }
        double[] d = new double[g];
        for (int j = 0; j < g; j++) {
            d[j] = (left.isEmpty() ? 0 : left.get(j)) - (right.isEmpty() ? 0 : right.get(j));
        }
        double mean = Arrays.stream(d).average().orElse(0);
        return (g - 1.0) / g * Arrays.stream(d).map(v -> (v - mean) * (v - mean)).sum();
    }

    /** Seeds of which both sides are known. */
    public int seeds() {
        return differences.size();
    }

    /** The mean difference with its interval; unbounded for fewer than {@link #FEWEST} seeds. */
    public Estimate estimate() {
        int n = differences.size();
        double mean = differences.stream().mapToDouble(d -> d).average().orElse(Double.NaN);
        if (n < FEWEST) {
            return new Estimate(
                    mean,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    "none: fewer than 2 seeds");
        }
        double sum = differences.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
        double ofSeeds = StudentT.point(n - 1) * Math.sqrt(sum / (n - 1));
        int freedom = groups > 1 ? n * (groups - 1) : StudentT.most();
        double ofSamples = spread > 0 ? StudentT.point(freedom) * spread : 0;
        double reach = Math.max(ofSeeds, ofSamples) / Math.sqrt(n);
        String method = "Student's t over " + n + " seeds, 95 %";
        return new Estimate(mean, mean - reach, mean + reach, method);
    }
}
