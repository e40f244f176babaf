package dev.eqm.sample.sampler;

import dev.eqm.core.check.Identity;

/**
 * How the step size changes over a run: update k moves by factor(k)·η. A function of the step
 * number alone, so that samples do not know each other.
 */
@FunctionalInterface
public interface StepSchedule {
    /**
     * The factor of one update, at least 0.
     *
     * @param number which update, from 1
     * @param steps how many there are at most
     */
    double factor(int number, int steps);

    /** Whether it stretches over the run and so needs to know its length. */
    default boolean needsEnd() {
        return true;
    }

    /**
     * A schedule with a name as its identity, for a lambda; otherwise the same.
     *
     * @param name of letters, digits, {@code . _ -}
     */
    static StepSchedule named(String name, StepSchedule schedule) {
        return new NamedStep(Identity.name(name), schedule);
    }
}
