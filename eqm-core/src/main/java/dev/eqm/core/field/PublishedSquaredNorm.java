package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;

/**
 * The squared norm as the published code trains it ({@code l2}), E = +½‖f(x)‖², ∇E = (∂f/∂x)ᵀf:
 * never negative, low where the network answers little, which is where an implicit model has its
 * samples.
 *
 * <p>Deviation: the paper writes the other sign, {@link SquaredNorm}. Here too a network that
 * answers 0 learns nothing; start from the weights of an implicit model.
 */
public record PublishedSquaredNorm() implements Energy {
    @Override
    public NDArray of(NDArray x, NDArray f) {
        return EnergyKernel.squares(f, 0.5);
    }
}
