package dev.eqm.core.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Form;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.schedule.GradientSchedule;

/**
 * The mean square that all losses share: |f(x_γ) − (ε − x)·c(γ)|², mean over the C·H·W entries of a
 * sample, then over the N samples. Eq. 3 as it stands; eqs. 1 and 2 with c = 1.
 */
final class Matching {
    private static final Kernel KERNEL = Kernel.text(Matching.class, "matching.py");

    private Matching() {}

    static LossValue of(Prediction answer, Corruption batch, GradientSchedule schedule) {
        try (Scope scope = Scope.open();
                Arena constants = Arena.open(batch.x().getDevice(), "schedule")) {
            Form.requireLike("the network's output", answer.gradient(), batch.x(), "x");
            NDArray c = magnitudes(constants, batch, schedule); // [N]
            NDList parts =
                    KERNEL.call("loss").with(answer.gradient(), batch.x(), batch.eps(), c).all();
            scope.keep(parts);
            return new LossValue(parts.get(0), parts.get(1), parts.get(2), parts.get(3));
        }
    }

    /** c(γ), one number a sample, in double, rounded to the type of x: schedules are plain Java. */
    private static NDArray magnitudes(Arena arena, Corruption batch, GradientSchedule schedule) {
        double[] c = new double[batch.hostGamma().length];
        for (int i = 0; i < c.length; i++) {
            c[i] = schedule.at(batch.hostGamma()[i]);
        }
        return arena.of(c, c.length).toType(batch.x().getDataType(), false);
    }
}
