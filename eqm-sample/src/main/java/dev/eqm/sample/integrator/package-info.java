/**
 * Following a velocity v(x, t) from noise at t = 0 to data at t = 1: what Flow Matching needs, and
 * what Equilibrium Matching allows through v = −∇E. An {@link
 * dev.eqm.sample.integrator.Integration} is an {@link dev.eqm.sample.integrator.Integrator} and a
 * number of steps.
 *
 * <p>Take {@link dev.eqm.sample.integrator.Heun} for a given cost, {@link
 * dev.eqm.sample.integrator.DormandPrince} for a given accuracy, {@link
 * dev.eqm.sample.integrator.StochasticHeun} or {@link dev.eqm.sample.integrator.EulerMaruyama} for
 * the published SDE samplers; {@link dev.eqm.sample.integrator.Euler} compares with gradient
 * descent, and varies η on its own.
 *
 * <p>What a step costs, in evaluations of the network for each sample: {@code Euler} and {@code
 * EulerMaruyama} 1, {@link dev.eqm.sample.integrator.Midpoint}, {@code Heun} and {@code
 * StochasticHeun} 2, {@code DormandPrince} 6, tries that are refused included, and 2 before the
 * first.
 *
 * <p>Time runs as in the paper: γ = t, so noise is at 0. Times are doubles of the host; a network
 * is conditioned anew only where they change. A velocity is never negated in here: −∇E is made by
 * {@code dev.eqm.sample.guidance}, and steps tell −v as their gradient.
 *
 * <p>To add one of equal steps, implement {@link dev.eqm.sample.integrator.FixedStep}; it neither
 * loops nor counts. Then add a line to {@link dev.eqm.sample.integrator.Integrators}. What plans
 * and commands want to know of it (evaluations a step, noise, whether it needs a flow's score) are
 * questions of {@link dev.eqm.sample.integrator.Integrator}, which the tests check. One that
 * chooses its steps gives the common {@link dev.eqm.sample.sampler.Loop} a move and an {@link
 * dev.eqm.sample.sampler.Ending}, as {@code DormandPrince} does: its clocks say which samples have
 * come to t = 1.
 *
 * <p>Letters: x state, v velocity, t time, h step in time, w diffusion, s size of the last step, N
 * samples of a batch, M of them still moving.
 */
package dev.eqm.sample.integrator;
