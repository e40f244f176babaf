package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.Parameters;

/**
 * Exponential moving average of all parameters, fixed tables included: a ← a + (1 − decay)(w − a),
 * from the first step. {@link Averages} keeps several and may warm them up.
 *
 * @param decay 0.9999 in the published recipe; 0 keeps the latest parameters
 */
public record Ema(double decay) {
    /** The published recipe (Table 9). */
    public static final Ema DEFAULT = new Ema(0.9999);

    private static final Kernel KERNEL = Kernel.text(Ema.class, "ema.py");

    public Ema {
        require(decay >= 0 && decay < 1, "decay must lie in [0, 1), got %s", decay);
    }

    /** Moves {@code average} towards {@code parameters}, in place, in one kernel call. */
    public void update(Parameters average, Parameters parameters) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open();
                Arena host = Arena.cpu("ema weight")) {
            NDArray weight = host.of(new double[] {1 - decay});
            KERNEL.call("update").with(weight).list(average.all()).list(parameters.all()).one();
        }
    }
}
