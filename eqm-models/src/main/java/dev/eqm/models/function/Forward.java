package dev.eqm.models.function;

import ai.djl.ndarray.NDArray;

/** A forward pass, however it is written down: a function or a DJL block. */
@FunctionalInterface
interface Forward {
    /**
     * f(x).
     *
     * @param training what DJL's blocks are told; functions do not care
     * @return in the current scope
     */
    NDArray of(Weights w, NDArray x, NDArray gamma, NDArray labels, boolean training);
}
