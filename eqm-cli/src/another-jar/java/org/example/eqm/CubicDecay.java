package org.example.eqm;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.schedule.GradientSchedule;

/** c(γ) = λ(1 − γ³): falls late and steeply. */
public record CubicDecay(double lambda) implements GradientSchedule {
    public CubicDecay {
        require(lambda > 0, "lambda must be positive, got %s", lambda);
    }

    @Override
    public double at(double gamma) {
        return lambda * (1 - gamma * gamma * gamma);
    }
}
