package dev.eqm.run.pipeline;

import java.util.Locale;

/** What of an explicit energy the samplers follow. */
public enum FollowedField {
    /** ∇E. */
    GRADIENT,
    /** f, as the published sampler. */
    RAW_OUTPUT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
