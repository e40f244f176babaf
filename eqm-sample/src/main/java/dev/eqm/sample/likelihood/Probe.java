package dev.eqm.sample.likelihood;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
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
     * @param seeds one for each row
     * @param sample the shape of one row, [C, H, W]
     * @return float32, [N, C, H, W]; row i depends on {@code seeds[i]} alone
     */
    public NDArray draw(Arena arena, long[] seeds, Shape sample) {
        NDArray z = Noise.normal(arena, seeds, sample);
        return this == RADEMACHER ? KERNEL.call("signs", z) : z;
    }
}
