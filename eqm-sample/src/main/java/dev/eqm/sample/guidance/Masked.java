package dev.eqm.sample.guidance;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.memory.Scope;

/**
 * A field whose gradient is exactly 0 on known pixels, so that only the others move and count for
 * stop rules. Rules that draw noise move known pixels all the same: {@link KeepKnown} puts them
 * back. Closes the field with itself, not the mask.
 *
 * @param known [1, 1 or C, H, W], 1 on known pixels, 0 elsewhere; one for all samples
 */
public record Masked(Field field, NDArray known) implements Field {
    public Masked {
        requireGiven("field", field, "known", known);
    }

    @Override
    public NDArray gradient(NDArray x) {
        try (Scope scope = Scope.open()) {
            NDArray g = Answers.gradient(field.gradient(x), x);
            return scope.keep(
                    Answers.gradient(Guided.KERNEL.call("masked", g, known), x)); // a wide mask
        }
    }

    @Override
    public boolean knowsEnergy() {
        return field.knowsEnergy();
    }

    /** That of all pixels, known ones too: the same energy, only its descent is held. */
    @Override
    public NDArray energy(NDArray x) {
        return field.energy(x);
    }

    @Override
    public int evaluationsOf(int row) {
        return field.evaluationsOf(row);
    }

    @Override
    public boolean isRestrictable() {
        return field.isRestrictable();
    }

    @Override
    public Masked restricted(int[] rows) {
        return new Masked(field.restricted(rows), known);
    }

    @Override
    public Masked atStep(int number) {
        return new Masked(field.atStep(number), known);
    }

    @Override
    public void close() {
        field.close();
    }
}
