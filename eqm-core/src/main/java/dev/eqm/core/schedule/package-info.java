/**
 * How large the target gradient is along the way from noise to data: c(γ), Section 3.1 of the
 * paper. γ = 0 is noise, γ = 1 is data; a schedule of Equilibrium Matching falls to 0 at the data,
 * so that samples are equilibria.
 *
 * <p>Pick {@link dev.eqm.core.schedule.TruncatedDecay} with a = 0.8, λ = 4 unless you compare
 * schedules. To add one, write a record that implements {@link
 * dev.eqm.core.schedule.GradientSchedule} and add a line to {@link
 * dev.eqm.core.schedule.GradientSchedules}; a program of your own needs only the record, or a
 * lambda with a name: {@link dev.eqm.core.schedule.GradientSchedule#named}.
 */
package dev.eqm.core.schedule;
