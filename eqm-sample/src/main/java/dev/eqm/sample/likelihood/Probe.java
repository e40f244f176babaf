package dev.eqm.sample.likelihood;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.random.Noise;

/** What Hutchinson's estimator looks along; E εεᵀ = I in both cases. */
public enum Probe {
    /** Signs: the least variance. */
    RADEMACHER,

    /** Standard normal. */
    GAUSSIAN;

    private static final Kernel KERNEL = Kernel.text(Probe.class, "likelihood.py");

    /**
     * Probes, one a row.
     *
     * @param arena where they live
     * @param like [N, C, H, W], whose shape and type they get
     * @param seeds one for each row
     * @return a copy of what was drawn in float32; row i depends on {@code seeds[i]} alone
     */
    public NDArray draw(Arena arena, NDArray like, long[] seeds) {
        NDArray z = Noise.normal(arena, seeds, like.getShape().slice(1));
        NDArray probe = this == RADEMACHER ? KERNEL.call("signs", z) : z;
        return probe.toType(like.getDataType(), true);
    }
}
