package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.field.VelocityField;

/**
 * How one step follows a velocity. Like an {@link UpdateRule} it never changes, what it remembers
 * is an argument and a result, and samples do not know each other.
 */
public interface Integrator {
    /**
     * What is remembered before the first step; nothing, unless an integrator says otherwise.
     *
     * @param x where the run starts, [N, C, H, W]
     * @param seeds one for each sample, int64 [N], for integrators that draw noise
     */
    default NDList init(NDArray x, NDArray seeds) {
        return new NDList();
    }

    /**
     * One step from time {@code from} to time {@code to}. Temporaries may stay open: the loop's
     * scope frees what is not in the result.
     *
     * @param x states, [N, C, H, W]; neither they nor {@code state} are changed or closed
     * @return the states at {@code to}, and as gradient −v(x, from)
     */
    Step step(VelocityField velocity, NDArray x, double from, double to, NDList state);
}
