package dev.eqm.sample.evaluation.ood;

/**
 * Area under the receiver operating characteristic: the probability that an image out of
 * distribution scores higher than one in distribution, ties counting half. It is the Mann–Whitney
 * statistic U/(n·m) with mid-ranks; 0.5 is chance, 1 is perfect, below 0.5 the sign is wrong.
 */
public final class Auroc {
    private Auroc() {}

    /**
     * From scores that are higher for what is out of distribution.
     *
     * @param in scores in distribution, [n], n at least 1, none NaN
     * @param out scores out of distribution, [m], m at least 1, none NaN
     */
    public static double of(double[] in, double[] out) {
        return of(Ranking.of(in, out));
    }

    static double of(Ranking ranking) {
        double wins = 0;
        long above = 0; // images out of distribution with a higher score
        for (int v = 0; v < ranking.in().length; v++) {
            wins += ranking.in()[v] * (above + 0.5 * ranking.out()[v]);
            above += ranking.out()[v];
        }
        return wins / ((double) above * ranking.ins());
    }
}
