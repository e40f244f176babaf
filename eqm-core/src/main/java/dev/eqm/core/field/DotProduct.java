package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;

/**
 * The dot product, E = ⟨x, f(x)⟩, ∇E = f + (∂f/∂x)ᵀx: what the paper recommends. A network that
 * answers 0 has energy 0 and learns from there. The published code calls it {@code dot} (and {@code
 * mean}).
 */
public record DotProduct() implements Energy {
    @Override
    public NDArray of(NDArray x, NDArray f) {
        return EnergyKernel.dot(x, f);
    }
}
