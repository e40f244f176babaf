package org.example.eqm;

import dev.eqm.core.schedule.GradientSchedule;

/** A mistake: its component does not say what it holds, so config.yaml could not give it back. */
public record Forgetful(double steepness) implements GradientSchedule {
    @Override
    public double steepness() {
        return 1;
    }

    @Override
    public double at(double gamma) {
        return steepness * (1 - gamma);
    }
}
