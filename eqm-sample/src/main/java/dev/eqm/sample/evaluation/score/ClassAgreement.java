package dev.eqm.sample.evaluation.score;

import dev.eqm.models.classifier.Accuracy;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.Arrays;
import java.util.List;

/** The share of pictures whose largest logit is that of their label. */
public record ClassAgreement() implements Metric {
    private static final int ROUNDS = 1000; // of the bootstrap over pictures

    @Override
    public String name() {
        return "AGREEMENT";
    }

    @Override
    public FeatureKind features() {
        return FeatureKind.LOGITS;
    }

    @Override
    public Basis basis() {
        return Basis.SAMPLES;
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public List<Score> of(Comparison pictures) {
        int classes = pictures.net().dimensions().get(features());
        float[] logits = pictures.samples(features()).all().toFloatArray(); // [N, classes]
        int[] named = Accuracy.largest(logits, classes);
        long[] labels = pictures.labels();
        double[] agree = new double[named.length];
        Arrays.setAll(agree, i -> named[i] == labels[i] ? 1 : 0);
        Estimate share = new Bootstrap(ROUNDS, 0.95, pictures.seed()).ofMean(agree);
        return List.of(Score.higher(pictures, "class agreement", share));
    }
}
