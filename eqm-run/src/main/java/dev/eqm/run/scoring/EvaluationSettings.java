package dev.eqm.run.scoring;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.score.Metric;
import dev.eqm.sample.evaluation.score.Scoring;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.List;

/**
 * How pictures are scored, whatever made them.
 *
 * @param features what scores look at
 * @param metrics which scores; none: all that features and reference allow
 * @param groups of the jackknife behind intervals of Fréchet distances; 1: no intervals
 * @param reference what they are compared with
 * @param memorisation whether they are looked at for copies of what training saw
 * @param seed of noise, draws and orders
 * @param byClass whether Fréchet distance and class agreement are found for every class as well
 */
public record EvaluationSettings(
        PictureFeatures features,
        List<Metric> metrics,
        int groups,
        ReferenceChoice reference,
        MemorisationWish memorisation,
        long seed,
        boolean byClass) {
    /** All scores against the run's own data. */
    public static final EvaluationSettings DEFAULT =
            new EvaluationSettings(
                    PictureFeatures.DEFAULT,
                    List.of(),
                    GroupedMoments.GROUPS,
                    new ReferenceChoice.OwnData(),
                    MemorisationWish.WITH_ALL_SCORES,
                    0,
                    false);

    public EvaluationSettings {
        require(groups >= 1 && groups <= 31, "groups must lie in [1, 31], got %s", groups);
        metrics = List.copyOf(metrics);
        if (byClass && !(reference instanceof ReferenceChoice.OwnData)) {
            throw new UsageException(
                    "%s compares samples with the run's own images of each class, and a file of statistics does not say which class its images are of: remove %s or %s"
                            .formatted(
                                    Setting.of("byClass"),
                                    Setting.of("byClass"),
                                    Setting.of("reference")));
        }
    }

    /** The same without scores by class. */
    public EvaluationSettings(
            PictureFeatures features,
            List<Metric> metrics,
            int groups,
            ReferenceChoice reference,
            MemorisationWish memorisation,
            long seed) {
        this(features, metrics, groups, reference, memorisation, seed, false);
    }

    /** The same with scores by class. */
    public EvaluationSettings withClasses() {
        return new EvaluationSettings(
                features, metrics, groups, reference, memorisation, seed, true);
    }

    /** The same with other scores. */
    public EvaluationSettings withMetrics(Metric... some) {
        return new EvaluationSettings(
                features, List.of(some), groups, reference, memorisation, seed, byClass);
    }

    /** The same with other features. */
    public EvaluationSettings withFeatures(PictureFeatures other) {
        return new EvaluationSettings(
                other, metrics, groups, reference, memorisation, seed, byClass);
    }

    /** Whether the run's images are needed: with a reference file they may be gone. */
    boolean needOwnImages() {
        return reference instanceof ReferenceChoice.OwnData
                || memorisation == MemorisationWish.REQUIRED;
    }

    /** Whether all features of a reference may be needed, not their mean and covariance alone. */
    boolean needTables() {
        return byClass
                || metrics.isEmpty()
                || metrics.stream().anyMatch(m -> m.basis() == Metric.Basis.TABLES);
    }

    /**
     * Checks, before a reference is made of the run's data, that there are pictures enough for all
     * scores. What a reference file allows is known once it is read, which takes no time.
     *
     * @throws dev.eqm.core.check.BrokenRuleException naming the score and how many it needs
     */
    void requireEnough(FeatureSpec net, int count, boolean labelled) {
        Gaussian.requireEnough(count, net.dimensions().get(FeatureKind.POOLED));
        if (reference instanceof ReferenceChoice.OwnData || !metrics.isEmpty()) {
            List<Metric> wanted = metrics.isEmpty() ? Scoring.possible(net, labelled) : metrics;
            wanted.forEach(metric -> metric.requireEnough(count));
        }
    }

    /**
     * The scores of so many pictures.
     *
     * @param labelled whether they carry labels of the net's classes
     * @throws dev.eqm.core.check.BrokenRuleException if they cannot be had
     */
    Scoring scoring(Features net, Reference other, int count, boolean labelled) {
        requireEnough(net.spec(), count, labelled);
        List<Metric> wanted =
                metrics.isEmpty() ? Scoring.possible(net.spec(), other, labelled) : metrics;
        if (wanted.isEmpty()) {
            throw new UsageException(
                    "features %s and reference %s do not match: make the reference with the same %s"
                            .formatted(
                                    net.spec().name(),
                                    other.provenance().source(),
                                    Setting.of("features")));
        }
        Scoring scoring = new Scoring(wanted, groups, seed);
        scoring.metrics().forEach(m -> m.requireEnough(count));
        scoring.requirePossible(net.spec(), other, labelled);
        return scoring;
    }
}
