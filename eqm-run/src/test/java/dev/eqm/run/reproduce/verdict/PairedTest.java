package dev.eqm.run.reproduce.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.eqm.run.reproduce.item.Comparison;
import dev.eqm.run.reproduce.measure.Reading;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.StudentT;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Intervals against scipy, and verdicts against worlds in which the truth is known. */
class PairedTest {
    private static final int WORLDS = 4000;
    private static final int GROUPS = 10;

    private static List<Reading> readings(double... values) {
        return Arrays.stream(values).mapToObj(Reading::of).toList();
    }

    /**
     * scipy 1.17.1: {@code stats.ttest_rel([22.1, 22.8, 23.5], [24.0, 23.9, 25.1])
     * .confidence_interval(0.95)}, and the same of five pairs.
     */
    @Test
    void theIntervalIsThatOfAPairedTTest() {
        Estimate three =
                Paired.of(readings(22.1, 22.8, 23.5), readings(24.0, 23.9, 25.1), "").estimate();
        assertThat(three.value()).isCloseTo(-1.5333333333333325, within(1e-12));
        assertThat(three.low()).isCloseTo(-2.537285636941542, within(1e-6));
        assertThat(three.high()).isCloseTo(-0.5293810297251234, within(1e-6));
        Estimate five =
                Paired.of(readings(3.1, 2.9, 3.6, 3.3, 2.7), readings(3.0, 3.1, 3.4, 3.6, 2.8), "")
                        .estimate();
        assertThat(five.low()).isCloseTo(-0.31747692679290784, within(1e-6));
        assertThat(five.high()).isCloseTo(0.19747692679290793, within(1e-6));
    }

    /** Equal seeds by chance: the interval stays as wide as samples make it. */
    @Test
    void seedsThatAgreeAreNotToldMoreSurelyThanSamplesAllow() {
        List<Double> groups = List.of(1.0, 3.0, 1.0, 3.0);
        Reading noisy = new Reading(2, groups);
        Reading other = new Reading(1, List.of(1.0, 1.0, 1.0, 1.0));
        Estimate d = Paired.of(List.of(noisy, noisy), List.of(other, other), "").estimate();
        // the jackknife by hand: differences 0, 2, 0, 2 have mean 1 and squares 4: w = 3/4 * 4 = 3;
        // 2 seeds of 4 groups have 6 degrees of freedom
        assertThat(d.value()).isEqualTo(1);
        assertThat(d.high() - d.value()).isCloseTo(2.446912 * Math.sqrt(3 / 2.0), within(1e-6));
    }

    /** 0 of 96 samples in every seed is not known to be 0: (0 + 2)/(96 + 4) = 0.02 by Agresti. */
    @Test
    void sharesThatAreNothingForEverySeedKeepAnInterval() {
        Reading none = Reading.of(7).withShare("copies", 0, 96);
        Reading fixed = Reading.of(0.01);
        Paired paired =
                Paired.of(List.of(none, none, none), List.of(fixed, fixed, fixed), "copies", "");
        Estimate d = paired.estimate();
        assertThat(d.value()).isCloseTo(-0.01, within(1e-12));
        double error = Math.sqrt(0.02 * 0.98 / 100);
        assertThat(d.high() - d.value())
                .isCloseTo(StudentT.point(30) * error / Math.sqrt(3), within(1e-12));
        assertThat(d.high()).isPositive(); // fewer than one in a hundred is not shown
    }

    /** Groups that do not differ say nothing; groups that do know better than the variance. */
    @Test
    void theVarianceOfAValueCountsWhereGroupsAreEqual() {
        Reading equal = new Reading(1, List.of(1.0, 1.0)).withVariance("", 0.04);
        Reading varied = new Reading(1, List.of(0.5, 1.5)).withVariance("", 100);
        Reading zero = Reading.of(0);
        assertThat(Paired.of(List.of(equal, equal), List.of(zero, zero), "").spread())
                .isCloseTo(0.2, within(1e-12));
        // the jackknife by hand: mean 1, squares 1/4 + 1/4, (g - 1)/g = 1/2
        assertThat(Paired.of(List.of(varied, varied), List.of(zero, zero), "").spread())
                .isCloseTo(0.5, within(1e-12));
    }

    /** The mean over places errs as if all places did together. */
    @Test
    void theMeanOverPlacesKeepsTheVariance() {
        Reading a = Reading.of(0).with("share", 0.2).withVariance("share", 0.01);
        Reading b = Reading.of(0).with("share", 0.4).withVariance("share", 0.09);
        Reading mean = Means.of(List.of(a, b), "share");
        assertThat(mean.quantity("share")).isCloseTo(0.3, within(1e-12));
        assertThat(mean.variance("share")).isCloseTo(0.04, within(1e-12)); // ((0.1 + 0.3)/2)²
    }

    @Test
    void oneSeedHasNoInterval() {
        Estimate one = Paired.of(readings(3), readings(1), "").estimate();
        assertThat(one.value()).isEqualTo(2);
        assertThat(one.low()).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    /**
     * A world of n seeds: trainings differ by chance, and samples add chance of their own, of which
     * group k of both arms has its share.
     *
     * @param effect left minus right, in truth
     * @param trainings standard deviation of a difference over trainings
     * @param samples that over samples
     */
    private static Paired world(
            SplittableRandom random, int seeds, double effect, double trainings, double samples) {
        List<Reading> left = new ArrayList<>();
        List<Reading> right = new ArrayList<>();
        for (int k = 0; k < seeds; k++) {
            double shared = 20 + 3 * gaussian(random);
            left.add(reading(random, shared + effect + trainings * gaussian(random), samples));
            right.add(Reading.of(shared));
        }
        return Paired.of(left, right, "");
    }

    /** A mean over groups, whose noise adds up to a standard deviation; and without each group. */
    private static Reading reading(SplittableRandom random, double truth, double samples) {
        double[] groups = new double[GROUPS];
        Arrays.setAll(groups, j -> truth + samples * Math.sqrt(GROUPS) * gaussian(random));
        double sum = Arrays.stream(groups).sum();
        List<Double> without =
                Arrays.stream(groups).mapToObj(g -> (sum - g) / (GROUPS - 1)).toList();
        return new Reading(sum / GROUPS, without);
    }

    private static double gaussian(SplittableRandom random) {
        double u = 1 - random.nextDouble();
        return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.nextDouble());
    }

    private static double share(
            String asked,
            Verdict verdict,
            int seeds,
            double effect,
            double trainings,
            double noise) {
        Comparison comparison = Comparison.of(asked);
        SplittableRandom random = new SplittableRandom(17);
        int count = 0;
        for (int i = 0; i < WORLDS; i++) {
            Paired paired = world(random, seeds, effect, trainings, noise);
            count += Answer.of(comparison, paired).verdict() == verdict ? 1 : 0;
        }
        return count / (double) WORLDS;
    }

    /**
     * Without an effect, both wrong verdicts together are at most 5 %; 4,000 worlds vary by 0.7.
     */
    @ParameterizedTest
    @CsvSource({"2, 0.5, 0", "3, 0.5, 0", "3, 0.5, 0.8", "3, 0, 0.8", "5, 0.5, 0.8", "10, 0.1, 1"})
    void noEffectIsFoundInAtMostFiveOfAHundred(int seeds, double trainings, double samples) {
        double wrong =
                share("a < b", Verdict.AGREES, seeds, 0, trainings, samples)
                        + share("a < b", Verdict.DISAGREES, seeds, 0, trainings, samples);
        assertThat(wrong).isLessThan(0.057);
        assertThat(wrong).isGreaterThan(0.01); // an interval without end would be no achievement
    }

    /** Why the interval is not a percentile bootstrap over three seeds. */
    @Test
    void aPercentileBootstrapOverThreeSeedsWouldCryWolf() {
        SplittableRandom random = new SplittableRandom(17);
        int wrong = 0;
        int worlds = 1000;
        for (int i = 0; i < worlds; i++) {
            double[] d =
                    world(random, 3, 0, 0.5, 0).differences().stream()
                            .mapToDouble(v -> v)
                            .toArray();
            Estimate naive = new Bootstrap(1000, 0.95, i).ofMean(d);
            wrong += naive.low() > 0 || naive.high() < 0 ? 1 : 0;
        }
        assertThat(wrong / (double) worlds).isGreaterThan(0.2);
    }

    /** An effect of six standard deviations of a difference is found with three seeds. */
    @Test
    void aPlantedEffectIsFound() {
        assertThat(share("a < b", Verdict.AGREES, 3, -3, 0.4, 0.3)).isGreaterThan(0.9);
        assertThat(share("a < b", Verdict.AGREES, 5, -1, 0.4, 0.3)).isGreaterThan(0.75);
        assertThat(share("a > b", Verdict.AGREES, 3, 3, 0.4, 0.3)).isGreaterThan(0.9);
    }

    @Test
    void anEffectOfTheWrongSignDisagrees() {
        assertThat(share("a < b", Verdict.DISAGREES, 3, 3, 0.4, 0.3)).isGreaterThan(0.9);
        assertThat(share("a > b", Verdict.DISAGREES, 3, -3, 0.4, 0.3)).isGreaterThan(0.9);
    }

    /** The interval holds the truth 19 times of 20, whatever the truth is. */
    @Test
    void theIntervalCoversTheTruth() {
        SplittableRandom random = new SplittableRandom(3);
        int covered = 0;
        for (int i = 0; i < WORLDS; i++) {
            Estimate d = world(random, 3, 1.5, 0.5, 0.2).estimate();
            covered += d.low() <= 1.5 && d.high() >= 1.5 ? 1 : 0;
        }
        assertThat(covered / (double) WORLDS).isBetween(0.943, 0.985);
    }
}
