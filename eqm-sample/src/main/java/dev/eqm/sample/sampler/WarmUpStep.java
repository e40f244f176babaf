package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

/**
 * Up, then down: factor(k) = k/W in the first W updates, then as {@link CosineStep} over the rest.
 *
 * @param warmUp W; 0 warms up nothing
 * @param end in the last update; 1 stays up
 */
public record WarmUpStep(int warmUp, double end) implements StepSchedule {
    public WarmUpStep {
        require(warmUp >= 0, "warmUp must not be negative, got %s", warmUp);
        require(
                end >= 0 && Double.isFinite(end),
                "end must be finite and not negative, got %s",
                end);
    }

    @Override
    public double factor(int number, int steps) {
        return number <= warmUp
                ? number / (double) warmUp
                : new CosineStep(end).factor(number - warmUp, steps - warmUp);
    }
}
