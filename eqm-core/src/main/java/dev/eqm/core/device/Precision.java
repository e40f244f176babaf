package dev.eqm.core.device;

/**
 * The type of the matrix products inside kernels. Weights, residual stream, losses, optimiser and
 * EMA are float32 either way.
 */
public enum Precision {
    /** IEEE single precision throughout. */
    FLOAT32,
    /** Matrix products and attention on bfloat16 copies made inside the kernel, results float32. */
    BFLOAT16
}
