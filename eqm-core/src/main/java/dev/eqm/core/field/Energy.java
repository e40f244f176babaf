package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;

/**
 * How a network's answer f(x) becomes an energy E(x) that can be named: explicit energies (EqM-E,
 * eq. 7). f has the paper's sign, as every answer here; published networks answer −f.
 */
@FunctionalInterface
public interface Energy {
    /**
     * The energy of every sample, with a graph if the thread records one.
     *
     * @param x states, [N, C, H, W]
     * @param f the network's answer at x, same shape
     * @return E, [N], in the current scope; twice differentiable in both
     */
    NDArray of(NDArray x, NDArray f);
}
