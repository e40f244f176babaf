package dev.eqm.sample.sampler;

import static dev.eqm.core.check.Check.require;

/**
 * From 1 in the first update along half a cosine to {@code end} in the last: factor(k) = end + (1 −
 * end)·(1 + cos(π(k − 1)/(K − 1)))/2.
 */
public record CosineStep(double end) implements StepSchedule {
    public CosineStep {
        require(
                end >= 0 && Double.isFinite(end),
                "end must be finite and not negative, got %s",
                end);
    }

    @Override
    public double factor(int number, int steps) {
        double way = (number - 1) / (double) Math.max(1, steps - 1);
        return end + (1 - end) * (1 + Math.cos(Math.PI * way)) / 2;
    }
}
