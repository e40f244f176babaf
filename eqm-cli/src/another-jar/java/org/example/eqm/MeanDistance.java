package org.example.eqm;

import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.score.Comparison;
import dev.eqm.sample.evaluation.score.Metric;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.List;

/** ‖mean of the samples' features − mean of the reference's‖: the coarsest of all distances. */
public record MeanDistance() implements Metric {
    @Override
    public String name() {
        return "mean-distance";
    }

    @Override
    public FeatureKind features() {
        return FeatureKind.POOLED;
    }

    @Override
    public Basis basis() {
        return Basis.TABLES;
    }

    @Override
    public List<Score> of(Comparison pictures) {
        double[] samples = mean(pictures.samples(features()), pictures);
        double[] reference = mean(pictures.reference(features()), pictures);
        double squares = 0;
        for (int k = 0; k < samples.length; k++) {
            squares += (samples[k] - reference[k]) * (samples[k] - reference[k]);
        }
        Estimate distance = Estimate.without(Math.sqrt(squares));
        return List.of(new Score("mean distance", "lower", distance));
    }

    private double[] mean(FeatureTable table, Comparison pictures) {
        int d = pictures.net().dimensions().get(features());
        float[] all = table.all().toFloatArray(); // [N, d]
        double[] mean = new double[d];
        for (int i = 0; i < all.length; i++) {
            mean[i % d] += all[i] * (double) d / all.length;
        }
        return mean;
    }
}
