package dev.eqm.sample.guidance;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import java.util.Arrays;

/**
 * The velocity of a network for given labels, guided: v(x, t) = −∇E(x, t), t = γ. The network is
 * conditioned anew only where a time has changed; one that sees no time, only once. Holds the last
 * conditioning until closed; for one thread.
 */
public final class GuidedVelocity implements VelocityField {
    private final FieldModel model;
    private final Guidance guidance;
    private final long[] labels;
    private double[] times;
    private FieldModel.Conditioned field;

    /** Conditioned for t = 0 at once, so that wrong labels fail here. */
    public GuidedVelocity(FieldModel model, Guidance guidance, long[] labels) {
        this(model, guidance, labels.clone(), new double[labels.length]);
    }

    private GuidedVelocity(FieldModel model, Guidance guidance, long[] labels, double[] times) {
        this.model = model;
        this.guidance = guidance;
        this.labels = labels;
        this.times = times;
        this.field = condition(times);
    }

    @Override
    public NDArray velocity(NDArray x, double[] at) {
        if (model.timeConditional() && !Arrays.equals(at, times)) {
            FieldModel.Conditioned next = condition(at);
            field.close();
            field = next;
            times = at.clone();
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(field.gradient(x).neg());
        }
    }

    /** One time for all is conditioned once, not once a row. */
    private FieldModel.Conditioned condition(double[] at) {
        boolean same = Arrays.stream(at).allMatch(t -> t == at[0]);
        return guidance.condition(model, labels, same ? new double[] {at[0]} : at);
    }

    @Override
    public GuidedVelocity restricted(int[] rows) {
        return new GuidedVelocity(
                model,
                guidance,
                Arrays.stream(rows).mapToLong(i -> labels[i]).toArray(),
                Arrays.stream(rows).mapToDouble(i -> times[i]).toArray());
    }

    @Override
    public void close() {
        field.close();
    }
}
