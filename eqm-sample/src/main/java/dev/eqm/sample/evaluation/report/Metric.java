package dev.eqm.sample.evaluation.report;

import dev.eqm.sample.evaluation.feature.FeatureKind;

/** What can be asked for. */
public enum Metric {
    /** The Fréchet distance of pooled features. */
    FID(FeatureKind.POOLED, false),
    /** The Fréchet distance of spatial features. */
    SFID(FeatureKind.SPATIAL, false),
    /** The kernel distance. */
    KID(FeatureKind.POOLED, true),
    /** The Inception Score; needs no reference. */
    IS(FeatureKind.LOGITS, false),
    /** Improved precision and recall. */
    PR(FeatureKind.POOLED, true),
    /** Density and coverage. */
    DC(FeatureKind.POOLED, true);

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

    /** Whether it needs all features of the reference. */
    public boolean needsTable() {
        return table;
    }
}
