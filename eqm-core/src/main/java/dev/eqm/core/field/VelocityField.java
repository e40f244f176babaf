package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;

/** A velocity v(x, t): from noise at t = 0 to data at t = 1. */
@FunctionalInterface
public interface VelocityField extends AutoCloseable {
    /**
     * The velocity of every sample, each at a time of its own.
     *
     * @param x states, [N, C, H, W]
     * @param times t of each row, [N]
     * @return v(x, t), same shape, owned by the caller's scope; {@code x} stays open
     */
    NDArray velocity(NDArray x, double[] times);

    /** The velocity of every sample at one time. */
    default NDArray velocity(NDArray x, double t) {
        double[] times = new double[Math.toIntExact(x.getShape().get(0))];
        Arrays.fill(times, t);
        return velocity(x, times);
    }

    /**
     * The velocity of some of its samples, as {@link Field#restricted}.
     *
     * @param rows each in [0, N), at least one
     * @return this velocity, or one with memory of its own, to be closed like this one
     */
    default VelocityField restricted(int[] rows) {
        return this;
    }

    /** Whether {@link #restricted} answers, as {@link Field#isRestrictable}. */
    default boolean isRestrictable() {
        return true;
    }

    /** Network evaluations that one answer takes for a sample, as {@link Field#evaluationsOf}. */
    default int evaluationsOf(int row) {
        return 1;
    }

    /** Frees what the velocity holds; nothing, unless it says otherwise. */
    @Override
    default void close() {}

    /**
     * v = −∇E, whatever the time (Appendix D): Euler steps of size η along it are gradient descent.
     * Closing it closes the field.
     */
    static VelocityField of(Field field) {
        return new Downhill(field);
    }
}
