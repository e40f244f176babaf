package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What one update leads to.
 *
 * @param x the new states, [N, C, H, W]
 * @param gradient ∇E where the rule looked, which is not always where it started; same shape
 * @param state what the rule remembers for its next step
 */
public record Step(NDArray x, NDArray gradient, NDList state) {}
