package dev.eqm.core.loss;

import dev.eqm.core.path.Corruption;
import dev.eqm.core.schedule.GradientSchedule;

/** A loss whose identity is a name; what it does and asks for is another's. */
record NamedLoss(String name, Loss loss) implements Loss {
    @Override
    public LossValue of(Prediction answer, Corruption batch) {
        return loss.of(answer, batch);
    }

    @Override
    public TimeInput timeInput() {
        return loss.timeInput();
    }

    @Override
    public GradientSchedule schedule() {
        return loss.schedule();
    }

    @Override
    public boolean separable() {
        return loss.separable();
    }

    @Override
    public String toString() {
        return name;
    }
}
