package dev.eqm.sample.generate;

import ai.djl.ndarray.NDArray;
import dev.eqm.models.nn.FieldModel;

/** Where samples start. */
@FunctionalInterface
public interface StartStates {
    /** At their noise. */
    StartStates NOISE = (first, noise) -> noise;

    /**
     * The states that a batch starts from.
     *
     * @param first index of the batch's first sample in the whole run
     * @param noise ε of every sample, [N, C, H, W]; may be returned as it is
     * @return [N, C, H, W], owned by the caller's scope
     */
    NDArray of(int first, NDArray noise);

    /**
     * Checks, before any work, that states for a network come out.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    default void requireFits(FieldModel model) {}
}
