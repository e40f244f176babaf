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

    /** Energy and gradient at the same states; often for the price of the gradient. */
    default Point at(NDArray x) {
        return new Point(energy(x), gradient(x));
    }

    @Override
    default EnergyField restricted(int[] rows) {
        return this;
    }

    /**
     * A place in the landscape.
     *
     * @param energy E(x), [N]
     * @param gradient ∇E(x), [N, C, H, W]
     */
    record Point(NDArray energy, NDArray gradient) {}
}
