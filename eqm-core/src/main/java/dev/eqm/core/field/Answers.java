package dev.eqm.core.field;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Form;

/**
 * What a field may answer. An answer of another shape would be stretched over the states without a
 * word, so loops, wrappers and losses ask here.
 */
public final class Answers {
    private Answers() {}

    /**
     * A gradient or a velocity as it is, if it has exactly the shape and the type of the states.
     *
     * @param x states, [N, ...]
     * @throws dev.eqm.core.check.BrokenRuleException naming both
     */
    public static NDArray gradient(NDArray gradient, NDArray x) {
        if (gradient.getShape().dimension() > 0
                && gradient.getShape().get(0) > x.getShape().get(0)) {
            require(
                    false,
                    "the output of the field must have exactly the shape of its states, %s, got %s: a "
                            + "field that holds something for every row must implement how it is restricted to "
                            + "some rows (Field.restricted), or declare that it cannot be (isRestrictable)",
                    x.getShape(),
                    gradient.getShape());
        }
        return Form.requireLike("the output of the field", gradient, x, "its states");
    }

    /**
     * Energies as they are, if there is one for each row of the states.
     *
     * @param x states, [N, ...]
     */
    public static NDArray energy(NDArray energy, NDArray x) {
        return Form.requireShape(
                "the energy of " + x.getShape().get(0) + " states", energy, x.getShape().get(0));
    }

    /** Both. */
    public static Field.Point point(Field.Point point, NDArray x) {
        energy(point.energy(), x);
        gradient(point.gradient(), x);
        return point;
    }
}
