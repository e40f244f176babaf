package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Field;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Scope;
import java.util.function.DoubleFunction;

/**
 * v(x, t) = −∇E(x, t) of a field that is made anew where t has changed. Holds the last field until
 * closed; for one thread.
 */
final class TimedVelocity implements VelocityField {
    private final boolean seesTime;
    private final DoubleFunction<? extends Field> fieldAt;
    private double time;
    private Field field;

    /** Makes the field of t = 0 at once, so that what is wrong with it fails here. */
    TimedVelocity(boolean seesTime, DoubleFunction<? extends Field> fieldAt) {
        this.seesTime = seesTime;
        this.fieldAt = fieldAt;
        this.field = fieldAt.apply(0);
    }

    @Override
    public NDArray velocity(NDArray x, double t) {
        if (seesTime && t != time) {
            Field next = fieldAt.apply(t);
            field.close();
            field = next;
            time = t;
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(field.gradient(x).neg());
        }
    }

    @Override
    public void close() {
        field.close();
    }
}
