package dev.eqm.sample.evaluation.ood;

/**
 * Area under the precision-recall curve as a step function: Σₖ (Rₖ − Rₖ₋₁)·Pₖ over the distinct
 * scores from the highest down, with R the recall and P the precision of flagging all scores down
 * to k. Chance is the share of positives, not 0.5.
 */
public final class AveragePrecision {
    private AveragePrecision() {}

    /** What is out of distribution is to be detected, by high scores (AUPR-out). */
    public static double ofOut(double[] in, double[] out) {
        return of(Ranking.of(in, out));
    }

    /** What is in distribution is to be detected, by low scores (AUPR-in). */
    public static double ofIn(double[] in, double[] out) {
        return of(Ranking.of(in, out).reversed());
    }

    static double of(Ranking ranking) {
        long flagged = 0;
        long right = 0;
        double sum = 0;
        for (int v = 0; v < ranking.out().length; v++) {
            int more = ranking.out()[v];
            right += more;
            flagged += more + ranking.in()[v];
            if (more > 0) { // of a resample an entry may be empty
                sum += more * ((double) right / flagged);
            }
        }
        return sum / right;
    }
}
