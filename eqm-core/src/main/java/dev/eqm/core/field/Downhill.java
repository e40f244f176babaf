package dev.eqm.core.field;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.memory.Scope;

/** v = −∇E, whatever the time. */
record Downhill(Field field) implements VelocityField {
    @Override
    public NDArray velocity(NDArray x, double[] times) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Answers.gradient(field.gradient(x), x).neg());
        }
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
    public VelocityField restricted(int[] rows) {
        Field some = field.restricted(rows);
        return some == field ? this : new Downhill(some);
    }

    @Override
    public void close() {
        field.close();
    }
}
