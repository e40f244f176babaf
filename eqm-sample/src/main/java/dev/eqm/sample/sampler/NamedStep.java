package dev.eqm.sample.sampler;

/** A step-size schedule whose identity is a name. */
record NamedStep(String name, StepSchedule schedule) implements StepSchedule {
    @Override
    public double factor(int number, int steps) {
        return schedule.factor(number, steps);
    }

    @Override
    public boolean needsEnd() {
        return schedule.needsEnd();
    }

    @Override
    public String toString() {
        return name;
    }
}
