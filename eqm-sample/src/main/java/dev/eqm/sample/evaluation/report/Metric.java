package dev.eqm.sample.evaluation.report;

import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;

/** What can be asked for. */
public enum Metric {
    /** The Fréchet distance of pooled features, of any net but the built-in one. */
    FID(FeatureKind.POOLED, false),
    /** The same of the built-in net for 28x28 pictures, and of no other. */
    FMD(FeatureKind.POOLED, false),
    /** The Fréchet distance of spatial features. */
    SFID(FeatureKind.SPATIAL, false),
    /** The kernel distance. */
    KID(FeatureKind.POOLED, true),
    /** The Inception Score; needs no reference. */
    IS(FeatureKind.LOGITS, false),
    /** Improved precision and recall. */
    PR(FeatureKind.POOLED, true),
    /** Density and coverage. */
    DC(FeatureKind.POOLED, true),
    /** The share of pictures whose class the net names; needs labels, and no reference. */
    AGREEMENT(FeatureKind.LOGITS, false);

    private final FeatureKind kind;
    private final boolean table;

    Metric(FeatureKind kind, boolean table) {
        this.kind = kind;
        this.table = table;
    }

    /** Which features it looks at. */
    public FeatureKind kind() {
        return kind;
    }

    /** Whether this is what the score of such features is called. */
    boolean suits(FeatureSpec features) {
        boolean builtIn = features.name().equals(FeatureSpec.FMNIST28);
        return this == FMD ? builtIn : this != FID || !builtIn;
    }

    /** Whether samples alone have no such score. */
    boolean needsReference() {
        return this != IS && this != AGREEMENT;
    }

    /** Whether it needs all features of the reference. */
    public boolean needsTable() {
        return table;
    }
}
