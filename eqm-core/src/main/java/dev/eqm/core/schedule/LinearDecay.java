package dev.eqm.core.schedule;

import static dev.eqm.core.check.Check.require;

/** Linear decay (eq. 4): c(γ) = λ(1 − γ). */
public record LinearDecay(double lambda) implements GradientSchedule {
    public LinearDecay {
        require(
                lambda > 0 && lambda < Double.POSITIVE_INFINITY,
                "lambda must be positive and finite, got %s",
                lambda);
    }

    @Override
    public double at(double gamma) {
        GradientSchedules.requireOnPath(gamma);
        return lambda * (1 - gamma);
    }
}
