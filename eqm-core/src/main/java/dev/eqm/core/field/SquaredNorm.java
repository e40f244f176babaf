package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;

/**
 * The squared norm as the paper writes it, E = −½‖f(x)‖², ∇E = −(∂f/∂x)ᵀf: never positive.
 *
 * <p>A network that answers 0 is a stationary point of every loss of ∇E: it learns nothing, and
 * starts from the weights of an implicit model instead (the paper: 10 epochs implicit, then 70).
 *
 * @see PublishedSquaredNorm
 */
public record SquaredNorm() implements Energy {
    @Override
    public NDArray of(NDArray x, NDArray f) {
        return EnergyKernel.squares(f, -0.5);
    }
}
