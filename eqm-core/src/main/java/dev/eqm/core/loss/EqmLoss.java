package dev.eqm.core.loss;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.path.Corruption;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.GradientSchedules;

/**
 * Equilibrium Matching (eq. 3): E |f(x_γ) − (ε − x)·c(γ)|².
 *
 * @param schedule c(γ), with c ≥ 0 and c(1) = 0
 */
public record EqmLoss(GradientSchedule schedule) implements Loss {
    public EqmLoss {
        requireGiven("schedule", schedule);
        GradientSchedules.requireEquilibrium(schedule);
    }

    @Override
    public LossValue of(Prediction answer, Corruption batch) {
        return Matching.of(answer, batch, schedule);
    }
}
