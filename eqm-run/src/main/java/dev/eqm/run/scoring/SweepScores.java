package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.data.ImageShape;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.score.ClassAgreement;
import dev.eqm.sample.evaluation.score.FrechetScore;
import dev.eqm.sample.evaluation.score.Metric;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.score.Scoring;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * What is told of pictures where many settings are compared: the Fréchet distance with its
 * interval, and how many show the class that they should.
 *
 * @param net stays the caller's
 * @param labelled whether pictures carry labels of the net's classes
 */
public record SweepScores(
        Features net, Reference reference, boolean labelled, long seed, Device device) {
    /** Both; agreement is not a number where it is unknown. */
    public record Found(Estimate distance, double agreement) {}

    /** What the distance is called. */
    public String name() {
        return net.spec().distance();
    }

    public FeatureSpec spec() {
        return net.spec();
    }

    /**
     * Checks that samples of a shape can be compared with the reference.
     *
     * @throws IllegalArgumentException naming both sides if they cannot
     */
    public void requireComparable(ImageShape shape) {
        new Provenance("the samples", "samples", 0, shape.toString(), "", "", net.spec(), true)
                .requireComparable(reference.provenance());
        scoring().requirePossible(net.spec(), reference, labelled);
    }

    /** For one setting; to be closed. */
    public FeatureCollector collector() {
        return new FeatureCollector(net, scoring().wanted(), device);
    }

    /** The scores of what was collected. */
    public Found of(FeatureCollector collected) {
        List<Score> scores = scoring().of(collected, reference, device);
        double agreement = scores.size() > 1 ? scores.get(1).estimate().value() : Double.NaN;
        return new Found(scores.get(0).estimate(), agreement);
    }

    private Scoring scoring() {
        List<Metric> metrics = new ArrayList<>(List.of(FrechetScore.of(net.spec())));
        if (labelled && net.spec().dimensions().containsKey(FeatureKind.LOGITS)) {
            metrics.add(new ClassAgreement());
        }
        return new Scoring(metrics, GroupedMoments.GROUPS, seed);
    }
}
