package dev.eqm.core.schedule;

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
}
