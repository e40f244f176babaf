package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.random.Seeds;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Percentile intervals by resampling with replacement.
 *
 * @param resamples how many; the interval's ends are quantiles of as many numbers
 * @param level the share of resamples within an interval, such as 0.95
 * @param seed of all draws
 */
public record Bootstrap(int resamples, double level, long seed) {
    public Bootstrap {
        require(resamples >= 1, "resamples must be at least 1, got %s", resamples);
        require(level > 0 && level < 1, "level must lie in (0, 1), got %s", level);
    }

    /**
     * The mean over images: as many are drawn, and of the sorted means a share of (1 − level)/2,
     * rounded down, is cut off at either end. All resamples come from one stream of draws.
     *
     * @param perImage what each image adds to the mean; not a number if there is none
     */
    public Estimate ofMean(double[] perImage) {
        int cut = (int) (resamples * (1 - level) / 2 + 1e-9);
        require(cut >= 1, "resamples are too few for this interval, got %s", resamples);
        double mean = Arrays.stream(perImage).average().orElse(Double.NaN);
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < perImage.length; i++) {
                sum += perImage[random.nextInt(perImage.length)];
            }
            means[r] = sum / perImage.length;
        }
        Arrays.sort(means);
        String method = "bootstrap over images, " + resamples + " rounds, " + percent();
        return new Estimate(mean, means[cut], means[resamples - 1 - cut], method);
    }

    /**
     * Any measures, all on the same resamples. Resample b is a function of (seed, b); ends lie
     * linearly between order statistics.
     *
     * @param all every measure of all images
     * @param resample every measure of a resample that is drawn with the generator, in the same
     *     order
     */
    public List<Estimate> of(double[] all, Function<SplittableRandom, double[]> resample) {
        double[][] drawn = new double[all.length][resamples];
        for (int b = 0; b < resamples; b++) {
            double[] some = resample.apply(Seeds.generator(seed, b));
            for (int k = 0; k < drawn.length; k++) {
                drawn[k][b] = some[k];
            }
        }
        List<Estimate> estimates = new ArrayList<>();
        for (int k = 0; k < drawn.length; k++) {
            Arrays.sort(drawn[k]);
            double low = quantile(drawn[k], (1 - level) / 2);
            double high = quantile(drawn[k], (1 + level) / 2);
            String method = "bootstrap, " + resamples + " resamples, " + percent();
            estimates.add(new Estimate(all[k], low, high, method));
        }
        return estimates;
    }

    private String percent() {
        DecimalFormatSymbols plain = DecimalFormatSymbols.getInstance(Locale.ROOT);
        return new DecimalFormat("0.##", plain).format(100 * level) + " %";
    }

    /** Of ascending numbers, linear between order statistics as numpy's; q in [0, 1]. */
    public static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
