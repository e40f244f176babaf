package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.random.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Percentile intervals by resampling with replacement, each set for itself (stratified), so that
 * their sizes stay as they are.
 *
 * @param resamples how many; the interval's ends are quantiles of as many numbers
 * @param level the share of resamples within an interval, such as 0.95
 * @param seed resample b is a function of (seed, b)
 */
public record Bootstrap(int resamples, double level, long seed) {
    public Bootstrap {
        require(resamples >= 1, "resamples must be at least 1, got %s", resamples);
        require(level > 0 && level < 1, "level must lie in (0, 1), got %s", level);
    }

    /** All measures, on the same resamples. */
    List<Estimate> estimates(double[] in, double[] out, List<ToDoubleFunction<Ranking>> measures) {
        Ranking.Cells cells = Ranking.cells(in, out);
        Ranking all = cells.counts();
        double[][] drawn = new double[measures.size()][resamples];
        for (int b = 0; b < resamples; b++) {
            SplittableRandom random = Seeds.generator(seed, b);
            int[] ins = drawn(cells.in(), cells.distinct(), random);
            Ranking some = new Ranking(ins, drawn(cells.out(), cells.distinct(), random));
            for (int k = 0; k < drawn.length; k++) {
                drawn[k][b] = measures.get(k).applyAsDouble(some);
            }
        }
        return IntStream.range(0, drawn.length)
                .mapToObj(k -> estimate(measures.get(k).applyAsDouble(all), drawn[k]))
                .toList();
    }

    private Estimate estimate(double value, double[] drawn) {
        Arrays.sort(drawn);
        return new Estimate(
                value, quantile(drawn, (1 - level) / 2), quantile(drawn, (1 + level) / 2));
    }

    /** As many draws as there are images, counted by cell. */
    private static int[] drawn(int[] cells, int distinct, SplittableRandom random) {
        int[] counts = new int[distinct];
        for (int i = 0; i < cells.length; i++) {
            counts[cells[random.nextInt(cells.length)]]++;
        }
        return counts;
    }

    /** Linear between order statistics. */
    private static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
