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

    /**
     * An energy of one's own with a name, by which model files and checkpoints remember it; whoever
     * reads one hands the energy in again. One that commands shall know as well is added to the
     * catalogue by an {@code Extension}.
     *
     * @param name lower-case letters, digits and '-'; not one of {@link Energies}
     */
    static Energy named(String name, Energy energy) {
        return new NamedEnergy(name, energy);
    }
}
