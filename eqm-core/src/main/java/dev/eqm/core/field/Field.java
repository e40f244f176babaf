package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;

/** A time-free gradient field ∇E; where it vanishes, the samples are. */
@FunctionalInterface
public interface Field {
    /**
     * The gradient of the (implicit or explicit) energy.
     *
     * @param x states, [N, C, H, W], in the model's units (pixels in [-1, 1], or scaled latents)
     * @return ∇E(x), same shape, owned by the caller's scope; {@code x} stays open
     */
    NDArray gradient(NDArray x);
}
