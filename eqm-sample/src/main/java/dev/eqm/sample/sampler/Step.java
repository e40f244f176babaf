package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.stream.IntStream;

/**
 * What one update leads to. Samples that have finished are in no later step, so a step has M ≤ N
 * rows; {@code rows} says whose they are.
 *
 * @param x the new states, [M, C, H, W]
 * @param gradient ∇E where the rule looked, which is not always where it started; same shape
 * @param state what the rule remembers for its next step
 * @param rows which sample of the batch each row is, ascending, [M]
 * @param energies E where {@code gradient} was taken, [M]; empty unless a listener asked for them
 *     and the field has any
 */
public record Step(NDArray x, NDArray gradient, NDList state, int[] rows, double[] energies) {
    private static final double[] NO_ENERGIES = {};

    public Step {
        requireGiven(
                "x", x, "gradient", gradient, "state", state, "rows", rows, "energies", energies);
    }

    /** As rules and integrators make it: they know nothing but the rows that they were given. */
    public Step(NDArray x, NDArray gradient, NDList state) {
        this(x, gradient, state, rows(x), NO_ENERGIES);
    }

    private static int[] rows(NDArray x) {
        requireGiven("x", x);
        return IntStream.range(0, (int) x.getShape().get(0)).toArray();
    }

    /** The same step, told of the whole batch. */
    Step of(int[] samples) {
        return new Step(x, gradient, state, samples, energies);
    }

    /** The same step with energies. */
    Step with(double[] known) {
        return new Step(x, gradient, state, rows, known);
    }
}
