package dev.eqm.core.loss;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;

/**
 * What a network said about a corrupted batch.
 *
 * @param gradient its ∇E at x_γ, [N, C, H, W]
 * @param tokens activations after the last block, [N, ...]: what {@link DispersiveLoss} spreads
 */
public record Prediction(NDArray gradient, NDArray tokens) {
    public Prediction {
        requireGiven("gradient", gradient, "tokens", tokens);
    }
}
