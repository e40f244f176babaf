package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;

/** A field that is the gradient of an energy it can name; low on data. */
public interface EnergyField extends Field {
    /**
     * The energy of every sample.
     *
     * @param x states, [N, C, H, W]
     * @return E(x), [N], owned by the caller's scope
     */
    NDArray energy(NDArray x);
}
