package dev.eqm.train.optim;

import static dev.eqm.core.check.Check.require;

/**
 * Linear warm-up over W steps, then half a cosine: floor + (1 − floor)·(1 + cos πp)/2 with p =
 * (step − W) / (steps − W). The floor is reached when all steps are done.
 *
 * @param warmup W; 0 is none
 * @param floor the fraction of the learning rate that it falls to
 */
public record CosineRate(long warmup, double floor) implements RateSchedule {
    public CosineRate {
        require(warmup >= 0, "warmup must not be negative, got %s", warmup);
        require(floor >= 0 && floor < 1, "floor must lie in [0, 1), got %s", floor);
    }

    @Override
    public double at(long step, long steps) {
        if (step < warmup) {
            return RateSchedule.warmup(step, warmup);
        }
        double p = Math.min(1, (step - warmup) / (double) Math.max(1, steps - warmup));
        return floor + (1 - floor) * (1 + Math.cos(Math.PI * p)) / 2;
    }

    @Override
    public boolean dependsOnLength() {
        return true;
    }
}
