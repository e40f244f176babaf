package dev.eqm.core.schedule;

import static dev.eqm.core.check.Check.require;

/**
 * Piecewise decay (eq. 6): from λb at γ = 0 linearly to λ at γ = a, then linearly to 0 at γ = 1.
 *
 * <p>c(γ) = λ(b − γ(b − 1)/a) for γ ≤ a, λ(1 − γ)/(1 − a) beyond; b = 1 is {@link TruncatedDecay}.
 */
public record PiecewiseDecay(double a, double b, double lambda) implements GradientSchedule {
    public PiecewiseDecay {
        require(a > 0 && a < 1, "a must lie in (0, 1), got %s", a);
        require(
                b >= 0 && b < Double.POSITIVE_INFINITY,
                "b must be finite and not negative, got %s",
                b);
        require(
                lambda > 0 && lambda < Double.POSITIVE_INFINITY,
                "lambda must be positive and finite, got %s",
                lambda);
    }

    @Override
    public double at(double gamma) {
        GradientSchedules.requireOnPath(gamma);
        return lambda * (gamma <= a ? b - (b - 1) / a * gamma : (1 - gamma) / (1 - a));
    }
}
