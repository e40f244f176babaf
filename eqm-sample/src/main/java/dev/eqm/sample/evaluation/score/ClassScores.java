package dev.eqm.sample.evaluation.score;

import static dev.eqm.core.check.Check.require;

import ai.djl.Device;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.store.TensorData;
import dev.eqm.models.classifier.Accuracy;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureTable;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.Gaussian;
import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scores class by class: samples of a label beside the pictures of the reference with that label.
 *
 * <p>A class has fewer pictures than the whole set, and a Fréchet distance of few pictures is
 * biased upwards. So distances of classes may be compared with each other, and with those of
 * another model from as many samples, but not with the distance of the whole set.
 *
 * @param classes labels are 0 to classes − 1
 * @param named whether the net's logits are of these classes
 * @param groups of the jackknife behind intervals of distances; 1 for none
 */
public record ClassScores(int classes, boolean named, int groups) {
    public ClassScores {
        require(classes >= 2, "scores by class need at least 2 classes, got %s", classes);
        require(groups >= 1 && groups <= 31, "groups must lie in [1, 31], got %s", groups);
    }

    /** What has to be kept of the samples, beside what other scores want. */
    public FeatureCollector.Wanted beside(FeatureCollector.Wanted other) {
        Set<FeatureKind> tables = EnumSet.of(FeatureKind.POOLED);
        tables.addAll(other.tables());
        if (named) {
            tables.add(FeatureKind.LOGITS);
        }
        return new FeatureCollector.Wanted(other.moments(), tables, other.groups());
    }

    /**
     * One for each class, by label.
     *
     * @param samples with what {@link #beside} asks for
     * @param reference pooled features, F32 [M, D]
     * @param labels of the reference, [M]
     */
    public List<ClassScore> of(
            FeatureCollector samples, TensorData reference, int[] labels, Device device) {
        require(
                reference.shape()[0] == labels.length,
                "a reference of %s images needs as many labels, got %s",
                reference.shape()[0],
                labels.length);
        long[] own = samples.labels();
        int[] right = named ? named(samples) : new int[0];
        List<ClassScore> all = new ArrayList<>();
        try (FeatureTable real = FeatureTable.of(reference.floats(), labels.length, device)) {
            FeatureTable made = samples.table(FeatureKind.POOLED);
            for (int c = 0; c < classes; c++) {
                int label = c;
                int[] mine = IntStream.range(0, own.length).filter(i -> own[i] == label).toArray();
                int[] others =
                        IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
                boolean enough = mine.length >= 2 && others.length >= 2;
                all.add(
                        new ClassScore(
                                label,
                                mine.length,
                                others.length,
                                enough
                                        ? distance(made, mine, real, others, device)
                                        : Estimate.without(Double.NaN),
                                agreement(mine, right, label)));
            }
        }
        return all;
    }

    private Estimate distance(
            FeatureTable made, int[] mine, FeatureTable real, int[] others, Device device) {
        int d = Math.toIntExact(made.all().getShape().get(1));
        try (GroupedMoments a = new GroupedMoments(d, groups, device);
                GroupedMoments b = new GroupedMoments(d, 1, device)) {
            add(made, mine, a);
            add(real, others, b);
            Gaussian reference = b.gaussian();
            return a.distanceTo(reference);
        }
    }

    private static void add(FeatureTable table, int[] rows, GroupedMoments to) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            to.add(table.rows(rows));
        }
    }

    private Estimate agreement(int[] mine, int[] right, int label) {
        if (!named || mine.length == 0) {
            return Estimate.without(Double.NaN);
        }
        long agree = IntStream.of(mine).filter(i -> right[i] == label).count();
        return Estimate.share(agree, mine.length);
    }

    /** What the net calls each sample. */
    private static int[] named(FeatureCollector samples) {
        int known = samples.spec().dimensions().get(FeatureKind.LOGITS);
        float[] logits = samples.table(FeatureKind.LOGITS).all().toFloatArray(); // [N, known]
        return Accuracy.largest(logits, known);
    }
}
