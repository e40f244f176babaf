package dev.eqm.core.schedule;

import static dev.eqm.core.check.Check.require;

/**
 * c(γ) = λ: Flow Matching's magnitude. It does not vanish at the data, so an EqM loss refuses it
 * ({@link GradientSchedules#requireEquilibrium}); it serves the baselines of eq. 1 and 2.
 */
public record Constant(double lambda) implements GradientSchedule {
    public Constant {
        require(
                lambda > 0 && lambda < Double.POSITIVE_INFINITY,
                "lambda must be positive and finite, got %s",
                lambda);
    }

    @Override
    public double at(double gamma) {
        GradientSchedules.requireOnPath(gamma);
        return lambda;
    }
}
