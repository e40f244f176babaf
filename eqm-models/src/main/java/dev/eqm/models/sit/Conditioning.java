package dev.eqm.models.sit;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Everything that labels (and time, if the network sees it) decide: the adaLN modulations. A
 * sampling run computes them once, because an EqM network has no time; training computes them every
 * step.
 *
 * @param modulations one [N, 6D] for each block, then [N, 2D] for the last layer
 */
public record Conditioning(NDList modulations) implements AutoCloseable {
    /** Modulation of block i, [N, 6D]. */
    public NDArray block(int i) {
        return modulations.get(i);
    }

    /** Modulation of the last layer, [N, 2D]. */
    public NDArray last() {
        return modulations.get(modulations.size() - 1);
    }

    @Override
    public void close() {
        modulations.close();
    }
}
