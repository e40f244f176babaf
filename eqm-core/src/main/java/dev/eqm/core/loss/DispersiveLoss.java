package dev.eqm.core.loss;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.Form;
import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.core.schedule.GradientSchedule;

/**
 * Another loss plus weight · D(z), the dispersive regulariser on the activations z after the last
 * block (Wang and He 2025; off in the paper's main runs).
 *
 * <p>D(z) = log mean_ij exp(−|z_i − z_j|²/M) over all pairs of the batch, the diagonal included; z
 * flattened to [N, M].
 *
 * @param base the loss it is added to
 * @param weight 0.5 in the published code
 */
public record DispersiveLoss(Loss base, double weight) implements Loss {
    private static final Kernel KERNEL = Kernel.text(DispersiveLoss.class, "dispersive.py");

    public DispersiveLoss {
        requireGiven("base", base);
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new BrokenRuleException("weight must be positive and finite, got " + weight);
        }
    }

    /** D(z) as a 0-d array with a graph; z is [N, ...]. Equal rows contribute no gradient. */
    public static NDArray dispersion(NDArray z) {
        requireGiven("z", z);
        return KERNEL.call("dispersion", z);
    }

    @Override
    public LossValue of(Prediction answer, Corruption batch) {
        NDArray tokens = Form.requireRows("tokens", answer.tokens());
        long n = batch.x().getShape().get(0);
        require(
                tokens.getShape().dimension() >= 2 && tokens.getShape().get(0) == n,
                "tokens must be [%s, ...], one row per image, got %s",
                n,
                tokens.getShape());
        try (Scope scope = Scope.open()) {
            LossValue value = base.of(answer, batch);
            NDArray dispersion = dispersion(tokens); // []
            NDArray same = dispersion.broadcast(value.perSample().getShape()); // [N]
            NDArray mean = scope.keep(Arithmetic.axpy(value.mean(), weight, dispersion));
            NDArray perSample = scope.keep(Arithmetic.axpy(value.perSample(), weight, same));
            return new LossValue(
                    mean,
                    perSample,
                    scope.keep(value.zeroField()),
                    scope.keep(value.zeroFieldPerSample()));
        }
    }

    @Override
    public TimeInput timeInput() {
        return base.timeInput();
    }

    @Override
    public GradientSchedule schedule() {
        return base.schedule();
    }

    /** No: D compares the images of a batch with each other. */
    @Override
    public boolean separable() {
        return false;
    }
}
