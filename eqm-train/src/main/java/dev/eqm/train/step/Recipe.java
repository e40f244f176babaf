package dev.eqm.train.step;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.loss.Loss;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.ConstantRate;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.RateSchedule;

/** What a network is trained on and how its parameters move. */
public record Recipe(Loss loss, Optimizer optimizer, RateSchedule rate, Averages averages) {
    public Recipe {
        requireGiven("loss", loss, "optimizer", optimizer, "rate", rate, "averages", averages);
    }

    /** At a constant rate, with one average without warm-up. */
    public static Recipe of(Loss loss, Optimizer optimizer, double decay) {
        return new Recipe(loss, optimizer, new ConstantRate(0), Averages.of(decay));
    }
}
