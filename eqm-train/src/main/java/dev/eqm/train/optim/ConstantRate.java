package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;

/**
 * One learning rate, as published, after a linear warm-up.
 *
 * @param warmup steps of it; 0 is none
 */
public record ConstantRate(long warmup) implements RateSchedule {
    public ConstantRate {
        require(warmup >= 0, "warmup must not be negative, got %s", warmup);
    }

    @Override
    public double at(long step, long steps) {
        return RateSchedule.warmup(step, warmup);
    }

    @Override
    public boolean dependsOnLength() {
        return false;
    }
}
