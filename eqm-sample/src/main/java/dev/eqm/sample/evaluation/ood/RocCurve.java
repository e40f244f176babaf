package dev.eqm.sample.evaluation.ood;

import dev.eqm.core.check.Brief;

/**
 * The receiver operating characteristic: a point for every threshold, from none flagged to all.
 *
 * @param falsePositives share of images in distribution that are flagged, [V + 1], from 0 to 1
 * @param truePositives share of images out of distribution that are flagged, [V + 1], from 0 to 1
 */
public record RocCurve(double[] falsePositives, double[] truePositives) {
    /** From scores that are higher for what is out of distribution. */
    public static RocCurve of(double[] in, double[] out) {
        Ranking ranking = Ranking.of(in, out);
        int distinct = ranking.in().length;
        double[] x = new double[distinct + 1];
        double[] y = new double[distinct + 1];
        long alarms = 0;
        long hits = 0;
        for (int v = 0; v < distinct; v++) {
            alarms += ranking.in()[v];
            hits += ranking.out()[v];
            x[v + 1] = alarms / (double) in.length;
            y[v + 1] = hits / (double) out.length;
        }
        return new RocCurve(x, y);
    }

    /** Its area by trapezoids: the {@link Auroc}. */
    public double area() {
        double area = 0;
        for (int i = 1; i < truePositives.length; i++) {
            double width = falsePositives[i] - falsePositives[i - 1];
            area += width * (truePositives[i] + truePositives[i - 1]) / 2;
        }
        return area;
    }

    @Override
    public String toString() {
        return "RocCurve[falsePositives=%s, truePositives=%s]"
                .formatted(Brief.of(falsePositives), Brief.of(truePositives));
    }
}
