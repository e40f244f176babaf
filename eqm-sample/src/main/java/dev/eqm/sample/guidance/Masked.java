package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.EnergyField;
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
    /** The masked field; an energy where {@code field} is one: the same energy on fewer pixels. */
    public static Field of(Field field, NDArray known) {
        Masked masked = new Masked(field, known);
        return field instanceof EnergyField energy ? new Energy(energy, masked) : masked;
    }

    @Override
    public NDArray gradient(NDArray x) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Guided.KERNEL.call("masked", field.gradient(x), known));
        }
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

    private record Energy(EnergyField inner, Masked masked) implements EnergyField {
        @Override
        public NDArray energy(NDArray x) {
            return inner.energy(x);
        }

        @Override
        public NDArray gradient(NDArray x) {
            return masked.gradient(x);
        }

        @Override
        public EnergyField restricted(int[] rows) {
            EnergyField some = inner.restricted(rows);
            return new Energy(some, new Masked(some, masked.known()));
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
