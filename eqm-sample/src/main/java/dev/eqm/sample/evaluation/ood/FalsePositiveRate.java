package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

/**
 * The share of images in distribution that are flagged by the highest threshold that flags at least
 * a given share of those out of distribution; thresholds lie at scores, nothing is interpolated.
 * Lower is better.
 */
public final class FalsePositiveRate {
    /** The usual true-positive rate. */
    public static final double USUAL = 0.95;

    private FalsePositiveRate() {}

    /**
     * From scores that are higher for what is out of distribution, which is what counts as
     * positive.
     *
     * @param truePositives the share to be detected, in (0, 1]
     */
    public static double at(double truePositives, double[] in, double[] out) {
        return at(truePositives, Ranking.of(in, out));
    }

    static double at(double truePositives, Ranking ranking) {
        require(
                truePositives > 0 && truePositives <= 1,
                "truePositives must lie in (0, 1], got %s",
                truePositives);
        double outs = ranking.outs();
        long hits = 0;
        long alarms = 0;
        for (int v = 0; hits / outs < truePositives; v++) {
            hits += ranking.out()[v];
            alarms += ranking.in()[v];
        }
        return alarms / (double) ranking.ins();
    }
}
