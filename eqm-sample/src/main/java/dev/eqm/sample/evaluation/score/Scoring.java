package dev.eqm.sample.evaluation.score;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which scores, and how.
 *
 * @param metrics what is wanted, in the order of {@link Metrics}
 * @param groups of the jackknife behind Fréchet distances; 1 for none
 * @param seed of draws and orders
 */
public record Scoring(List<Metric> metrics, int groups, long seed) {
    public Scoring {
        require(!metrics.isEmpty(), "at least one metric is needed, got %s", metrics);
        metrics = Metrics.ordered(metrics);
    }

    /**
     * All that features and reference allow.
     *
     * @param labelled whether pictures carry labels of the classes that the net knows
     */
    public static List<Metric> possible(FeatureSpec net, Reference reference, boolean labelled) {
        return possible(net, labelled).stream()
                .filter(m -> hasMoments(m, reference) && hasTable(m, reference))
                .toList();
    }

    /** All that features allow, with a reference that keeps all of its own. */
    public static List<Metric> possible(FeatureSpec net, boolean labelled) {
        return Metrics.examples().values().stream()
                .filter(
                        m ->
                                net.dimensions().containsKey(m.features())
                                        && m.suits(net)
                                        && (!m.needsLabels() || labelled))
                .toList();
    }

    private static boolean hasMoments(Metric m, Reference reference) {
        return m.basis() == Metric.Basis.SAMPLES || reference.gaussians().containsKey(m.features());
    }

    private static boolean hasTable(Metric m, Reference reference) {
        return m.basis() != Metric.Basis.TABLES || reference.hasTable(m.features());
    }

    /**
     * Checks that what is wanted can be had.
     *
     * @throws dev.eqm.core.check.BrokenRuleException naming the score and what it lacks
     */
    public void requirePossible(FeatureSpec net, Reference reference, boolean labelled) {
        for (Metric m : metrics) {
            String name = m.name();
            String from = reference.provenance().source();
            Set<FeatureKind> has = net.dimensions().keySet();
            Set<FeatureKind> known = reference.gaussians().keySet();
            String rule =
                    "%s is not a score of the network %s, whose distance is called %s: ask for that";
            require(m.suits(net), rule, name, net.name(), net.distance());
            rule =
                    "%s needs %s features, but the network %s has %s: remove it or choose another network";
            require(has.contains(m.features()), rule, name, m.features(), net.name(), has);
            rule = "%s needs images labelled with the classes of the network %s: remove it";
            require(!m.needsLabels() || labelled, rule, name, net.name());
            rule = "%s needs statistics of %s features, but the reference %s has %s";
            require(hasMoments(m, reference), rule, name, m.features(), from, known);
            rule =
                    "%s needs all features of the reference, but %s contains only their "
                            + "mean and covariance: make it with "
                            + Setting.command("stats")
                            + " --keep-features";
            require(hasTable(m, reference), rule, name, from);
        }
    }

    /** What has to be kept of the samples. */
    public FeatureCollector.Wanted wanted() {
        Set<FeatureKind> moments = EnumSet.noneOf(FeatureKind.class);
        Set<FeatureKind> tables = EnumSet.noneOf(FeatureKind.class);
        for (Metric m : metrics) {
            (m.basis() == Metric.Basis.MOMENTS ? moments : tables).add(m.features());
        }
        return new FeatureCollector.Wanted(moments, tables, groups);
    }

    /** The scores, in the order of {@link Metrics}. */
    public List<Score> of(FeatureCollector samples, Reference reference, Device device) {
        try (Comparison pictures = new Comparison(samples, reference, device, seed)) {
            return metrics.stream().flatMap(m -> m.of(pictures).stream()).toList();
        }
    }
}
