package dev.eqm.sample.sampler;

/** factor(k) = 1. */
public record ConstantStep() implements StepSchedule {
    @Override
    public double factor(int number, int steps) {
        return 1;
    }

    @Override
    public boolean needsEnd() {
        return false;
    }
}
