package dev.eqm.core.schedule;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.Identity;

/** The magnitude c(γ) ≥ 0 of the target gradient (ε − x)·c(γ); eq. 3. */
@FunctionalInterface
public interface GradientSchedule {
    /**
     * c(γ).
     *
     * @param gamma in [0, 1]; 0 is noise, 1 is data. Whoever has it from elsewhere asks {@link
     *     GradientSchedules#requireOnPath}
     */
    double at(double gamma);

    /**
     * A schedule with a name as its identity, for a lambda: {@code named("cubic", g -> 4 * (1 - g *
     * g * g))}. Checkpoints hold the name and a run goes on only with the same one, so a formula
     * that changes needs another name. Components of a jar, and what configurations are to know,
     * are records instead.
     *
     * @param name of letters, digits, {@code . _ -}
     */
    static GradientSchedule named(String name, GradientSchedule schedule) {
        require(schedule != null, "schedule must be a function c(γ), got %s", "null");
        return new NamedSchedule(Identity.name(name), schedule);
    }
}
