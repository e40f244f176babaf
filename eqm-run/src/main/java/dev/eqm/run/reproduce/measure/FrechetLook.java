package dev.eqm.run.reproduce.measure;

import ai.djl.Device;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.score.ClassAgreement;
import dev.eqm.sample.evaluation.score.InceptionScore;
import dev.eqm.sample.evaluation.score.Scoring;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.FrechetDistance;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.GroupedDistance;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A net and what pictures are compared with.
 *
 * @param net stays the caller's
 * @param labelled whether pictures carry labels of the net's classes
 */
public record FrechetLook(Features net, Reference reference, boolean labelled, Device device) {
    /** The share of pictures whose class the net names. */
    public static final String AGREEMENT = "class agreement";

    /** The Fréchet distance of spatial features of the Inception network. */
    public static final String SPATIAL = "sFID";

    /** The Inception Score of ten splits. */
    public static final String INCEPTION = "Inception Score";

    private static final long ORDER = 0; // of pictures, before they are split

    /** Whether the net can say which class a picture shows. */
    private boolean agrees() {
        return labelled && net.spec().dimensions().containsKey(FeatureKind.LOGITS);
    }

    /** Whether the net is the one of published scores, and has such features. */
    private boolean isPublished(FeatureKind kind) {
        return net.spec().isInception() && net.spec().dimensions().containsKey(kind);
    }

    private boolean hasSpatial() {
        return isPublished(FeatureKind.SPATIAL)
                && reference.gaussians().containsKey(FeatureKind.SPATIAL);
    }

    /** Collects pictures; the caller closes it. */
    public FeatureCollector collector() {
        Set<FeatureKind> tables = EnumSet.noneOf(FeatureKind.class);
        if (agrees() || isPublished(FeatureKind.LOGITS)) {
            tables.add(FeatureKind.LOGITS);
        }
        Set<FeatureKind> moments = EnumSet.of(FeatureKind.POOLED);
        if (hasSpatial()) {
            moments.add(FeatureKind.SPATIAL);
        }
        return new FeatureCollector(
                net, new FeatureCollector.Wanted(moments, tables, GroupedMoments.GROUPS), device);
    }

    /**
     * The distance of what was collected, with that without each group; beside it the agreement,
     * and of the Inception network sFID and the Inception Score of ten splits.
     */
    public Reading of(FeatureCollector collected) {
        GroupedDistance distance =
                collected
                        .moments(FeatureKind.POOLED)
                        .distances(reference.gaussians().get(FeatureKind.POOLED));
        List<Double> without = Arrays.stream(distance.without()).boxed().toList();
        Reading reading = published(collected, new Reading(distance.value(), without));
        if (!agrees()) {
            return reading;
        }
        double share =
                new Scoring(List.of(new ClassAgreement()), 1, 0)
                        .of(collected, reference, device)
                        .get(0)
                        .estimate()
                        .value();
        return reading.withShare(AGREEMENT, share, collected.count());
    }

    private Reading published(FeatureCollector collected, Reading reading) {
        Reading all = reading;
        if (hasSpatial()) {
            Gaussian real = reference.gaussians().get(FeatureKind.SPATIAL);
            Gaussian made = collected.moments(FeatureKind.SPATIAL).gaussian();
            all = all.with(SPATIAL, FrechetDistance.between(made, real, device).value());
        }
        if (isPublished(FeatureKind.LOGITS)
                && collected.count() >= InceptionScore.DEFAULT.splits()) {
            Estimate score = InceptionScore.DEFAULT.of(collected.table(FeatureKind.LOGITS), ORDER);
            all = all.with(INCEPTION, score.value());
        }
        return all;
    }
}
