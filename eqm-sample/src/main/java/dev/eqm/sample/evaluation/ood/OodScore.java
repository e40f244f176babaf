package dev.eqm.sample.evaluation.ood;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;

/**
 * How far states are from what a field was trained on; higher is more out of distribution. Row i of
 * a result depends on row i of the states alone.
 */
public interface OodScore {
    /** Name on command lines and in reports, such as {@code gradient-norm}. */
    String name();

    /**
     * The score of every state.
     *
     * @param field has the rows of {@code x}; stays open
     * @param x states, [N, C, H, W], in the model's units; they stay as they are
     * @return [N]
     */
    double[] of(Field field, NDArray x);

    /**
     * Checks, before any work, that the field has what the score needs.
     *
     * @throws IllegalArgumentException saying what to do
     */
    default void requireFits(Field field) {}
}
