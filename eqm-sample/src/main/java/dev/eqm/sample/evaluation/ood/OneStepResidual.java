package dev.eqm.sample.evaluation.ood;

import static dev.eqm.core.check.Check.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.Answers;
import dev.eqm.core.field.Field;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.schedule.GradientSchedule;

/**
 * What one descent step leaves: ‖∇E(x − η∇E(x))‖₂ over all entries of a state.
 *
 * <p>The length of the step itself, η‖∇E(x)‖, would order images as {@link GradientNorm} does; the
 * gradient where the step ends does not. With the η of {@link #newton} a state near data lands on
 * data, where the field vanishes, however far along it was: only what one step cannot mend counts.
 *
 * @param eta step size
 */
public record OneStepResidual(double eta) implements OodScore {
    private static final double NEAR_DATA = 1e-6; // 1 − γ

    public OneStepResidual {
        require(eta > 0 && Double.isFinite(eta), "eta must be positive and finite, got %s", eta);
    }

    /**
     * With the step that leads from near data to data: x_γ − x = (1 − γ)(ε − x) and the field there
     * is c(γ)(ε − x), so η = lim (1 − γ)/c(γ) for γ → 1; (1 − a)/λ for truncated decay. It is the
     * inverse of the field's slope at data: a Newton step.
     *
     * @param schedule what the model was trained with; it must fall to 0 linearly
     */
    public static OneStepResidual newton(GradientSchedule schedule) {
        double eta = NEAR_DATA / schedule.at(1 - NEAR_DATA);
        require(
                eta > 1e3 * NEAR_DATA && eta < 1e3,
                "no default step size can be derived for %s: give one",
                schedule);
        return new OneStepResidual(eta);
    }

    @Override
    public String name() {
        return "residual";
    }

    @Override
    public double[] of(Field field, NDArray x) {
        try (Scope scope = Scope.open()) {
            NDArray moved = Arithmetic.axpy(x, -eta, Answers.gradient(field.gradient(x), x));
            return Arithmetic.numbers(
                    Arithmetic.sampleNorms(Answers.gradient(field.gradient(moved), moved)));
        }
    }
}
