package dev.eqm.sample.evaluation.score;

import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import java.util.List;

/**
 * One way of scoring pictures by their features. A record of its own numbers, such as how many
 * subsets it draws; what it looks at, it finds in a {@link Comparison}.
 */
public interface Metric {
    /** What it is called on command lines, such as {@code KID}; one name, one place in reports. */
    String name();

    /** Which features it looks at: one vector a picture, unless a metric says otherwise. */
    default FeatureKind features() {
        return FeatureKind.POOLED;
    }

    /** What it needs of them: all, of samples and reference, unless a metric says otherwise. */
    default Basis basis() {
        return Basis.TABLES;
    }

    /** What a metric is computed from. */
    enum Basis {
        /** Mean and covariance of samples and reference: memory does not grow with either. */
        MOMENTS,
        /** All features of samples and reference. */
        TABLES,
        /** All features of the samples alone; there may be no such reference. */
        SAMPLES
    }

    /** Whether pictures need labels of the classes that the net tells apart. */
    default boolean needsLabels() {
        return false;
    }

    /** Whether scores of such a net go by this name. */
    default boolean suits(FeatureSpec net) {
        return true;
    }

    /**
     * Checks, before any work, that there are pictures enough.
     *
     * @throws dev.eqm.core.check.BrokenRuleException saying how many are needed, and why
     */
    default void requireEnough(int pictures) {}

    /**
     * The scores, one or several, best known first.
     *
     * @param pictures with what {@link #basis} asks for
     */
    List<Score> of(Comparison pictures);
}
