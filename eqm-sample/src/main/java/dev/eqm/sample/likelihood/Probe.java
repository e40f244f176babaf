package dev.eqm.sample.likelihood;

/** What Hutchinson's estimator looks along; E εεᵀ = I in both cases. */
public enum Probe {
    /** Signs: the least variance. */
    RADEMACHER,
    /** Standard normal. */
    GAUSSIAN
}
