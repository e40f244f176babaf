package dev.eqm.run.reproduce.verdict;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.random.Seeds;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Spearman's rank correlation of two numbers over arms and seeds, with the p-value of a permutation
 * test.
 *
 * <pre>{@code ρ = Σ(rᵢ − r̄)(sᵢ − s̄) / √(Σ(rᵢ − r̄)² Σ(sᵢ − s̄)²)
 * r, s   ranks over all arms and seeds; equal numbers share the mean of their ranks
 * p      the share of permutations π of the arms with |ρ_π| ≥ |ρ|}</pre>
 *
 * <p>Arms are permuted whole: all seeds of an arm stay together, and seed k meets seed k. Seeds of
 * one arm are alike, so a test that permuted single points would count each arm as often as it has
 * seeds, and report relations between numbers that have none ({@code RankCorrelationTest} simulates
 * both). All permutations are tried for up to seven arms; of more arms 9,999 are drawn, always the
 * same, and p = (1 + counted)/10,000.
 *
 * @param rho ρ in [−1, 1]; not a number if all values of a side are equal
 * @param p two-sided; not a number where ρ is none
 */
public record RankCorrelation(double rho, double p) {
    /** So many arms are needed for p below 0.05: k arms allow no p below 2/k!. */
    public static final int FEWEST = 5;

    private static final int EXACT = 7;
    private static final int DRAWS = 9999;
    private static final double ROUNDING = 1e-12;

    /**
     * Of readings.
     *
     * @param left by arm, then by seed
     * @param right the same arms and seeds
     */
    public static RankCorrelation of(List<double[]> left, List<double[]> right) {
        int arms = left.size();
        require(arms >= 2 && right.size() == arms, "both sides need the same arms, got %s", arms);
        int seeds = left.get(0).length;
        for (int a = 0; a < arms; a++) {
            require(
                    left.get(a).length == seeds && right.get(a).length == seeds,
                    "all arms need the same seeds, got %s",
                    left.get(a).length);
        }
        double[] r = centredRanks(left.stream().flatMapToDouble(Arrays::stream).toArray());
        double[] s = centredRanks(right.stream().flatMapToDouble(Arrays::stream).toArray());
        double norm = Math.sqrt(dot(r, r) * dot(s, s));
        if (norm == 0) {
            return new RankCorrelation(Double.NaN, Double.NaN);
        }
        int[] order = IntStream.range(0, arms).toArray();
        double rho = permuted(r, s, order, seeds) / norm;
        double bound = (Math.abs(rho) - ROUNDING) * norm;
        double p =
                arms <= EXACT ? exact(r, s, order, seeds, bound) : drawn(r, s, order, seeds, bound);
        return new RankCorrelation(rho, p);
    }

    /** Ranks from 1, minus their mean. */
    private static double[] centredRanks(double[] values) {
        int n = values.length;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[n];
        for (int i = 0; i < n; ) {
            int j = i;
            while (j < n && values[order[j]] == values[order[i]]) {
                j++;
            }
            for (int k = i; k < j; k++) {
                ranks[order[k]] = (i + 1 + j) / 2.0 - (n + 1) / 2.0;
            }
            i = j;
        }
        return ranks;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    /** The sum of products where arm a of the left side meets arm order[a] of the right side. */
    private static double permuted(double[] r, double[] s, int[] order, int seeds) {
        double sum = 0;
        for (int a = 0; a < order.length; a++) {
            for (int k = 0; k < seeds; k++) {
                sum += r[a * seeds + k] * s[order[a] * seeds + k];
            }
        }
        return sum;
    }

    /** Over all permutations, by Heap's algorithm. */
    private static double exact(double[] r, double[] s, int[] order, int seeds, double bound) {
        long all = 1;
        long counted = Math.abs(permuted(r, s, order, seeds)) >= bound ? 1 : 0;
        int[] state = new int[order.length];
        for (int i = 1; i < order.length; ) {
            if (state[i] < i) {
                swap(order, i % 2 == 0 ? 0 : state[i], i);
                all++;
                counted += Math.abs(permuted(r, s, order, seeds)) >= bound ? 1 : 0;
                state[i]++;
                i = 1;
            } else {
                state[i] = 0;
                i++;
            }
        }
        return (double) counted / all;
    }

    private static double drawn(double[] r, double[] s, int[] order, int seeds, double bound) {
        SplittableRandom random = Seeds.generator(0);
        long counted = 1;
        for (int d = 0; d < DRAWS; d++) {
            for (int i = order.length - 1; i > 0; i--) {
                swap(order, random.nextInt(i + 1), i);
            }
            counted += Math.abs(permuted(r, s, order, seeds)) >= bound ? 1 : 0;
        }
        return counted / (DRAWS + 1.0);
    }

    private static void swap(int[] order, int i, int j) {
        int other = order[i];
        order[i] = order[j];
        order[j] = other;
    }
}
