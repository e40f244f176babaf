package dev.eqm.core.schedule;

import static dev.eqm.core.check.Check.require;

/** Truncated decay (eq. 5): c(γ) = λ up to γ = a, then falls linearly to 0 at γ = 1. */
public record TruncatedDecay(double a, double lambda) implements GradientSchedule {
    public TruncatedDecay {
        require(a >= 0 && a < 1, "a must lie in [0, 1), got %s", a);
        require(
                lambda > 0 && lambda < Double.POSITIVE_INFINITY,
                "lambda must be positive and finite, got %s",
                lambda);
    }

    @Override
    public double at(double gamma) {
        GradientSchedules.requireOnPath(gamma);
        return gamma <= a ? lambda : lambda * ((1 - gamma) / (1 - a));
    }
}
