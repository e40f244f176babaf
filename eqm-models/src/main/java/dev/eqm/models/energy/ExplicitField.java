package dev.eqm.models.energy;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Differentiated;
import dev.eqm.core.field.Energy;
import dev.eqm.models.nn.FieldModel.Conditioned;

/**
 * E and ∇E for fixed labels; closing it closes the network's field.
 *
 * <p>E is [N], ∇E and x are [N, C, H, W]. Every call computes f anew.
 */
record ExplicitField(Energy energy, Conditioned answer) implements Conditioned {
    private Differentiated field() {
        return new Differentiated(energy, answer);
    }

    @Override
    public boolean knowsEnergy() {
        return true;
    }

    @Override
    public NDArray energy(NDArray x) {
        return field().energy(x);
    }

    @Override
    public NDArray gradient(NDArray x) {
        return field().gradient(x);
    }

    /** Both from one pass, where {@code energy} and {@code gradient} would take two. */
    @Override
    public Point at(NDArray x) {
        return field().at(x);
    }

    @Override
    public boolean isRestrictable() {
        return answer.isRestrictable();
    }

    /** The caller closes it, and this one on its own. */
    @Override
    public Conditioned restricted(int[] rows) {
        return new ExplicitField(energy, answer.restricted(rows));
    }

    @Override
    public void close() {
        answer.close();
    }
}
