package dev.eqm.sample.evaluation.report;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.classifier.Accuracy;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.score.InceptionScore;
import dev.eqm.sample.evaluation.score.KernelDistance;
import dev.eqm.sample.evaluation.score.Manifolds;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which scores, and how.
 *
 * @param metrics what is wanted
 * @param groups of the jackknife behind Fréchet distances; 1 for none
 * @param subsets of the kernel distance
 * @param subsetSize images of either side in a subset, fewer if there are fewer
 * @param splits of the Inception Score
 * @param seed of draws and orders
 */
public record Scoring(
        Set<Metric> metrics, int groups, int subsets, int subsetSize, int splits, long seed) {
    private static final int ROUNDS = 1000;

    public Scoring {
        require(!metrics.isEmpty(), "metrics must name at least one, got %s", metrics);
        metrics = EnumSet.copyOf(metrics);
    }

    /**
     * All that features and reference allow.
     *
     * @param labelled whether pictures carry labels of the classes that the net knows
     */
    public static Set<Metric> possible(
            FeatureSpec features, Reference reference, boolean labelled) {
        Set<Metric> all = EnumSet.noneOf(Metric.class);
        for (Metric m : Metric.values()) {
            if (features.dimensions().containsKey(m.kind())
                    && m.suits(features)
                    && (m != Metric.AGREEMENT || labelled)
                    && (!m.needsReference() || reference.gaussians().containsKey(m.kind()))
                    && (!m.needsTable() || reference.hasTable(m.kind()))) {
                all.add(m);
            }
        }
        return all;
    }

    /**
     * Checks that what is wanted can be had.
     *
     * @throws IllegalArgumentException naming the score and what it lacks
     */
    public void requirePossible(FeatureSpec features, Reference reference, boolean labelled) {
        for (Metric m : metrics) {
            require(
                    m.suits(features),
                    "%s is no score of the net %s, its distance is called %s: ask for that",
                    m,
                    features.name(),
                    features.distance());
            require(
                    features.dimensions().containsKey(m.kind()),
                    "%s needs %s features, the net %s has %s: leave it out or choose another net",
                    m,
                    m.kind(),
                    features.name(),
                    features.dimensions().keySet());
            require(
                    m != Metric.AGREEMENT || labelled,
                    "%s needs pictures with labels of the classes that the net %s knows: leave it out",
                    m,
                    features.name());
            require(
                    !m.needsReference() || reference.gaussians().containsKey(m.kind()),
                    "%s needs statistics of %s features, the reference %s has %s",
                    m,
                    m.kind(),
                    reference.provenance().source(),
                    reference.gaussians().keySet());
            require(
                    !m.needsTable() || reference.hasTable(m.kind()),
                    "%s needs all features of the reference, %s holds their mean and covariance alone:"
                            + " make it with eqm stats --keep-features",
                    m,
                    reference.provenance().source());
        }
    }

    /** What has to be kept of the samples. */
    public FeatureCollector.Wanted wanted() {
        Set<FeatureKind> moments = EnumSet.noneOf(FeatureKind.class);
        Set<FeatureKind> tables = EnumSet.noneOf(FeatureKind.class);
        for (Metric m : metrics) {
            (m.needsTable() || !m.needsReference() ? tables : moments).add(m.kind());
        }
        return new FeatureCollector.Wanted(moments, tables, groups);
    }

    /** The scores, in the order of {@link Metric}. */
    public List<Score> of(FeatureCollector samples, Reference reference, Device device) {
        FeatureSpec spec = samples.spec();
        List<Score> all = new ArrayList<>();
        Map<FeatureKind, FeatureTable> tables = new EnumMap<>(FeatureKind.class);
        try {
            for (Metric m : metrics) {
                if (m.needsTable()) {
                    tables.computeIfAbsent(
                            m.kind(), kind -> table(reference.tables().get(kind), device));
                }
                all.addAll(of(m, samples, spec, reference, tables));
            }
            return all;
        } finally {
            tables.values().forEach(FeatureTable::close);
        }
    }

    private List<Score> of(
            Metric m,
            FeatureCollector samples,
            FeatureSpec spec,
            Reference reference,
            Map<FeatureKind, FeatureTable> tables) {
        return switch (m) {
            case FID, FMD, SFID -> {
                Gaussian other = reference.gaussians().get(m.kind());
                String name =
                        m == Metric.SFID
                                ? spec.titled("sFID", "spatial Frechet distance")
                                : spec.distance();
                yield List.of(
                        new Score(name, "lower", samples.moments(m.kind()).distanceTo(other)));
            }
            case KID -> {
                FeatureTable mine = samples.table(m.kind());
                FeatureTable other = tables.get(m.kind());
                int size = Math.min(subsetSize, Math.min(mine.size(), other.size()));
                KernelDistance distance = new KernelDistance(subsets, size, seed);
                yield List.of(
                        new Score(
                                spec.titled("KID", "kernel distance"),
                                "lower",
                                distance.between(mine, other)));
            }
            case IS ->
                    List.of(
                            new Score(
                                    spec.titled("Inception Score", "classifier score"),
                                    "higher",
                                    new InceptionScore(splits, true, seed)
                                            .of(samples.table(m.kind()))));
            case PR -> {
                Manifolds.Scores s =
                        new Manifolds(3, ROUNDS, seed)
                                .of(samples.table(m.kind()), tables.get(m.kind()));
                yield List.of(
                        named(spec, "precision", s.precision()), named(spec, "recall", s.recall()));
            }
            case DC -> {
                Manifolds.Scores s =
                        new Manifolds(5, ROUNDS, seed)
                                .of(samples.table(m.kind()), tables.get(m.kind()));
                yield List.of(
                        named(spec, "density", s.density()), named(spec, "coverage", s.coverage()));
            }
            case AGREEMENT -> List.of(named(spec, "class agreement", agreement(samples)));
        };
    }

    /** The share of samples whose largest logit is that of their label. */
    private Estimate agreement(FeatureCollector samples) {
        int classes = samples.spec().dimensions().get(FeatureKind.LOGITS);
        int[] named =
                Accuracy.largest(samples.table(FeatureKind.LOGITS).all().toFloatArray(), classes);
        long[] labels = samples.labels();
        double[] agree = new double[named.length];
        Arrays.setAll(agree, i -> named[i] == labels[i] ? 1 : 0);
        return new Bootstrap(ROUNDS, 0.95, seed).ofMean(agree);
    }

    private static Score named(FeatureSpec spec, String name, Estimate estimate) {
        return new Score(spec.titled(name, name), "higher", estimate);
    }

    private static FeatureTable table(TensorData data, Device device) {
        return FeatureTable.of(data.floats(), (int) data.shape()[0], device);
    }

    /**
     * What was collected as a reference.
     *
     * @param collected with moments, and tables of what is to be kept
     */
    public static Reference reference(FeatureCollector collected, Provenance provenance) {
        Map<FeatureKind, Gaussian> gaussians = new EnumMap<>(FeatureKind.class);
        Map<FeatureKind, TensorData> tables = new EnumMap<>(FeatureKind.class);
        for (FeatureKind kind : collected.spec().dimensions().keySet()) {
            if (collected.moments(kind) != null) {
                gaussians.put(kind, collected.moments(kind).gaussian());
            }
            if (collected.table(kind) != null) {
                tables.put(kind, ModelFile.tensor(collected.table(kind).all()));
            }
        }
        return new Reference(provenance, gaussians, tables);
    }
}
