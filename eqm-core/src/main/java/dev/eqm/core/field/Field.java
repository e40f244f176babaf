package dev.eqm.core.field;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;

/**
 * A time-free gradient field ∇E; where it vanishes, the samples are. One that {@linkplain
 * #knowsEnergy knows its energy} also answers with E, which is low on data.
 *
 * <p><b>No Java numbers</b> in a field that is trained or differentiated: {@code x.mul(0.5f)} makes
 * gradients through it silently wrong, now and then, after a garbage collection. Write {@code
 * Arithmetic.mul(x, 0.5)} ({@link dev.eqm.core.kernel.Arithmetic}), and test with {@link
 * dev.eqm.core.kernel.GradientCheck}.
 */
@FunctionalInterface
public interface Field extends AutoCloseable {
    /**
     * The gradient of the (implicit or explicit) energy.
     *
     * @param x states, [N, C, H, W], in the model's units (pixels in [-1, 1], or scaled latents)
     * @return ∇E(x), same shape, owned by the caller's scope; {@code x} stays open
     */
    NDArray gradient(NDArray x);

    /**
     * Whether E itself can be asked for. False unless a field says otherwise: implicit models and
     * guided fields know ∇E alone. Wrappers pass the question on, and know as much as what they
     * wrap.
     */
    default boolean knowsEnergy() {
        return false;
    }

    /**
     * The energy of every sample, of a field that {@linkplain #knowsEnergy knows} it.
     *
     * @param x states, [N, C, H, W]; they stay open
     * @return E(x), [N], owned by the caller's scope
     * @throws BrokenRuleException if the field knows its gradient alone
     */
    default NDArray energy(NDArray x) {
        throw new BrokenRuleException(
                "only the gradient of this field is known, as for all implicit models and "
                        + "guided fields; use a model with an explicit energy, without guidance");
    }

    /**
     * Energy and gradient at the same states; often for the price of the gradient.
     *
     * @throws BrokenRuleException as {@link #energy}
     */
    default Point at(NDArray x) {
        return new Point(energy(x), gradient(x));
    }

    /**
     * The field of some of its samples: row i of the states it sees is row {@code rows[i]} of this
     * field's. A field whose rows are all alike is its own restriction; one with labels, masks or
     * weights of its own for every row must say how to choose among them, or that it {@linkplain
     * #isRestrictable cannot}.
     *
     * @param rows each in [0, N), at least one
     * @return this field, or one with memory of its own, to be closed like this one
     */
    default Field restricted(int[] rows) {
        return this;
    }

    /**
     * Whether {@link #restricted} answers. False for a field with something of its own for every
     * row and no way to choose among them: it can be descended as long as its samples stop
     * together, and rules that cut a batch down refuse it before their first step. Wrappers pass
     * the question on.
     */
    default boolean isRestrictable() {
        return true;
    }

    /**
     * The field as one step of a descent sees it. Loops ask before every step; nearly all fields
     * are the same at every step, and wrappers pass the question on.
     *
     * @param number which step, from 1
     * @return this field, or another over the same memory, which is not to be closed
     */
    default Field atStep(int number) {
        return this;
    }

    /**
     * How many network evaluations one answer takes for the sample in a row: 1, unless the field
     * mixes several answers of the network. A guided field takes 2, with and without the label,
     * even if both go through the network in one batch. Wrappers pass the question on.
     *
     * @param row in [0, N)
     */
    default int evaluationsOf(int row) {
        return 1;
    }

    /** Frees what the field holds; nothing, unless it says otherwise. */
    @Override
    default void close() {}

    /**
     * A place in the landscape.
     *
     * @param energy E(x), [N]
     * @param gradient ∇E(x), [N, C, H, W]
     */
    record Point(NDArray energy, NDArray gradient) {
        public Point {
            requireGiven("energy", energy, "gradient", gradient);
        }
    }
}
