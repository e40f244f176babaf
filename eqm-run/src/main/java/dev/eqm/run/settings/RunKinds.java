package dev.eqm.run.settings;

import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.Losses;
import dev.eqm.core.schedule.GradientSchedule;
import dev.eqm.core.schedule.GradientSchedules;
import dev.eqm.run.config.Kinds;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.StepSchedule;
import dev.eqm.sample.sampler.StepSchedules;
import dev.eqm.sample.sampler.UpdateRule;
import dev.eqm.sample.sampler.UpdateRules;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.Optimizers;
import dev.eqm.train.optim.RateSchedule;
import dev.eqm.train.optim.RateSchedules;

/**
 * What the open interfaces of a configuration may be; adding a kind is a line in its own catalogue.
 */
public final class RunKinds {
    private RunKinds() {}

    /** All kinds. */
    public static Kinds all() {
        return Kinds.none()
                .with(GradientSchedule.class, GradientSchedules.examples())
                .with(Loss.class, Losses.examples())
                .with(Optimizer.class, Optimizers.examples(), AdamW.NAME)
                .with(RateSchedule.class, RateSchedules.examples())
                .with(UpdateRule.class, UpdateRules.examples())
                .with(Integrator.class, Integrators.examples())
                .with(StepSchedule.class, StepSchedules.examples())
                .with(ImageData.class, ImageData.examples())
                .with(CodecChoice.class, CodecChoice.examples())
                .with(Backbone.class, Backbone.examples())
                .withWords(EnergyChoice.class, EnergyChoice.examples());
    }
}
