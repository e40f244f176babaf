package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;

/**
 * The velocity of a network for given labels, guided: v(x, t) = −∇E(x, t), t = γ. The network is
 * conditioned anew only where t has changed; one that sees no time, only once. Holds the last
 * conditioning until closed; for one thread.
 */
public final class GuidedVelocity implements VelocityField {
    private final FieldModel model;
    private final Guidance guidance;
    private final long[] labels;
    private double time;
    private FieldModel.Conditioned field;

    /** Conditioned for t = 0 at once, so that wrong labels fail here. */
    public GuidedVelocity(FieldModel model, Guidance guidance, long[] labels) {
        this.model = model;
        this.guidance = guidance;
        this.labels = labels.clone();
        this.field = guidance.condition(model, labels, 0);
    }

    @Override
    public NDArray velocity(NDArray x, double t) {
        if (t != time && model.timeConditional()) {
            FieldModel.Conditioned next = guidance.condition(model, labels, t);
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
