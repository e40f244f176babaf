package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

/**
 * From 1 in the first update in a straight line to {@code end} in the last: factor(k) = 1 − (1 −
 * end)·(k − 1)/(K − 1).
 */
public record LinearStep(double end) implements StepSchedule {
    public LinearStep {
        require(
                end >= 0 && Double.isFinite(end),
                "end must be finite and not negative, got %s",
                end);
    }

    @Override
    public double factor(int number, int steps) {
        return 1 - (1 - end) * (number - 1) / Math.max(1, steps - 1);
    }
}
