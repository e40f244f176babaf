package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Scope;

/** A velocity v(x, t): from noise at t = 0 to data at t = 1. */
@FunctionalInterface
public interface VelocityField extends AutoCloseable {
    /**
     * The velocity of every sample.
     *
     * @param x states, [N, C, H, W]
     * @param t time, one for all samples
     * @return v(x, t), same shape, owned by the caller's scope; {@code x} stays open
     */
    NDArray velocity(NDArray x, double t);

    /** Frees what the velocity holds; nothing, unless it says otherwise. */
    @Override
    default void close() {}

    /**
     * v = −∇E, whatever the time (Appendix D): Euler steps of size η along it are gradient descent.
     */
    static VelocityField of(Field field) {
        return (x, t) -> {
            try (Scope scope = Scope.open()) {
                return scope.keep(field.gradient(x).neg());
            }
        };
    }
}
