package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A number with what resampling says of its uncertainty.
 *
 * @param value the estimate from all images
 * @param low lower end of the 95 % interval
 * @param high upper end
 * @param method how the interval was found; {@code none} if there is none, and then both ends are
 *     the value
 */
public record Estimate(double value, double low, double high, String method) {
    private static final String NONE = "none";

    /** Two-sided 95 % points of Student's t by degrees of freedom 1 to 30. */
    private static final double[] STUDENT = {
        12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157,
        2.228139, 2.200985, 2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922,
        2.093024, 2.085963, 2.079614, 2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831,
        2.048407, 2.045230, 2.042272
    };

    /** A number alone. */
    public static Estimate without(double value) {
        return new Estimate(value, value, value, NONE);
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
        require(g >= 2 && g <= STUDENT.length + 1, "groups must lie in [2, 31], got %s", g);
        double mean = Arrays.stream(partial).average().orElse(0);
        double squares = Arrays.stream(partial).map(d -> (d - mean) * (d - mean)).sum();
        double reach = STUDENT[g - 2] * Math.sqrt((g - 1.0) / g * squares);
        return new Estimate(
                value, value - reach, value + reach, "jackknife over " + g + " groups, 95 %");
    }

    /** The mean over independent parts of the images, with its standard deviation over them. */
    public static Estimate overParts(double[] parts, String what) {
        double mean = Arrays.stream(parts).average().orElse(Double.NaN);
        if (parts.length < 2) {
            return without(mean);
        }
        double variance =
                Arrays.stream(parts).map(d -> (d - mean) * (d - mean)).sum() / parts.length;
        double std = Math.sqrt(variance);
        return new Estimate(
                mean,
                mean - std,
                mean + std,
                "mean of %d %s, plus and minus their standard deviation"
                        .formatted(parts.length, what));
    }

    /**
     * The mean over images by the bootstrap: {@code rounds} times as many images are drawn with
     * replacement, and 2.5 % of the means are cut off at either end.
     *
     * @param perImage what each image adds to the mean
     */
    public static Estimate bootstrap(double[] perImage, int rounds, long seed) {
        require(rounds >= 40, "rounds must be at least 40, got %s", rounds);
        double mean = Arrays.stream(perImage).average().orElse(Double.NaN);
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[rounds];
        for (int r = 0; r < rounds; r++) {
            double sum = 0;
            for (int i = 0; i < perImage.length; i++) {
                sum += perImage[random.nextInt(perImage.length)];
            }
            means[r] = sum / perImage.length;
        }
        Arrays.sort(means);
        int cut = rounds / 40;
        return new Estimate(
                mean,
                means[cut],
                means[rounds - 1 - cut],
                "bootstrap over images, " + rounds + " rounds, 95 %");
    }
}
