package dev.eqm.run.reproduce.measure;

import ai.djl.Device;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.score.ClassAgreement;
import dev.eqm.sample.evaluation.score.Scoring;
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

    /** Whether the net can say which class a picture shows. */
    private boolean agrees() {
        return labelled && net.spec().dimensions().containsKey(FeatureKind.LOGITS);
    }

    /** Collects pictures; the caller closes it. */
    public FeatureCollector collector() {
        Set<FeatureKind> tables = EnumSet.noneOf(FeatureKind.class);
        if (agrees()) {
            tables.add(FeatureKind.LOGITS);
        }
        return new FeatureCollector(
                net,
                new FeatureCollector.Wanted(
                        Set.of(FeatureKind.POOLED), tables, GroupedMoments.GROUPS),
                device);
    }

    /** The distance of what was collected, with that without each group, and the agreement. */
    public Reading of(FeatureCollector collected) {
        GroupedDistance distance =
                collected
                        .moments(FeatureKind.POOLED)
                        .distances(reference.gaussians().get(FeatureKind.POOLED));
        List<Double> without = Arrays.stream(distance.without()).boxed().toList();
        Reading reading = new Reading(distance.value(), without);
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
}
