package dev.eqm.run.reproduce.measure;

import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Numbers of samples in the groups in which {@link GroupedMoments} has them. */
final class Groups {
    private Groups() {}

    /** The group of a sample. */
    private static int of(int sample) {
        int g = GroupedMoments.GROUPS;
        return (sample + sample / g) % g;
    }

    /** A number of all samples, and without each group. */
    static Reading reading(double[] values, ToDoubleFunction<double[]> number) {
        List<Double> without = new ArrayList<>();
        if (values.length >= 2 * GroupedMoments.GROUPS) {
            for (int j = 0; j < GroupedMoments.GROUPS; j++) {
                int group = j;
                double[] rest =
                        IntStream.range(0, values.length)
                                .filter(i -> of(i) != group)
                                .mapToDouble(i -> values[i])
                                .toArray();
                without.add(number.applyAsDouble(rest));
            }
        }
        return new Reading(number.applyAsDouble(values), without);
    }

    /** The mean of all samples, and without each group. */
    static Reading mean(double[] values) {
        return reading(values, all -> Arrays.stream(all).average().orElse(Double.NaN));
    }

    /** The share of ones among zeros and ones, whose variance is known where no group differs. */
    static Reading share(double[] flags) {
        Reading mean = mean(flags);
        return mean.withVariance("", mean.withShare("", mean.value(), flags.length).variance(""));
    }

    /** The median of all samples, and without each group. */
    static Reading median(double[] values) {
        return reading(values, Groups::medianOf);
    }

    private static double medianOf(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
