/**
 * From noise to samples: one loop and its interchangeable parts.
 *
 * <p>{@link dev.eqm.sample.sampler.Sampler} descends a time-free field ∇E. An {@link
 * dev.eqm.sample.sampler.UpdateRule} says how one step moves, a {@link
 * dev.eqm.sample.sampler.StepSchedule} how its step size changes over a run, a {@link
 * dev.eqm.sample.sampler.StopRule} when a sample is finished: it then leaves the batch, and the
 * others continue without it. A {@link dev.eqm.sample.sampler.SampleListener} watches, a {@link
 * dev.eqm.sample.sampler.Tally} counts evaluations. Labels, guidance and masks belong to the {@link
 * dev.eqm.core.field.Field}; where samples start is for the caller to say.
 *
 * <p>Which rule: {@link dev.eqm.sample.sampler.Nesterov} (eq. 9) unless you compare rules; {@link
 * dev.eqm.sample.sampler.GradientDescent} (eq. 8) is the plainest. {@link
 * dev.eqm.sample.sampler.Armijo} compares energies, and so needs a field that {@linkplain
 * dev.eqm.core.field.Field#knowsEnergy knows} its own. {@link dev.eqm.sample.sampler.Langevin}
 * draws noise in every step, from the seed of each sample, which the caller gives with the start.
 *
 * <p>To add a rule, write a record that implements {@code UpdateRule} and add a line to {@link
 * dev.eqm.sample.sampler.UpdateRules}. It makes the move and describes itself: its η, how often it
 * evaluates the field, whether it stays on the {@linkplain dev.eqm.sample.sampler.IdealPath ideal
 * path} and up to which η it is stable there; that is all that plans, sweeps and the tests ask. It
 * does not loop, count or report, and knows no labels; what it draws is a function of the seeds in
 * its memory and the step's number. A stop rule or a listener needs no line anywhere.
 *
 * <p>{@link dev.eqm.sample.sampler.Loop} is the only loop: velocities v(x, t), which Flow Matching
 * learns, are followed in it too, by {@code dev.eqm.sample.integrator}. It knows a move, which may
 * leave some of its rows where they were, and an {@link dev.eqm.sample.sampler.Ending}, which says
 * who leaves and may end the run with a {@link dev.eqm.sample.sampler.StopReason}; that gradients
 * and states stay finite is its own concern.
 *
 * <p>Letters: x state, g = ∇E(x) gradient, η step size, μ momentum, k slope of the gradient at a
 * datum, N samples of a batch, M of them still moving, L of them leaving. N steps are N updates.
 * Deviation: the published samplers make one update less than they are told, and call −∇E the
 * output.
 */
package dev.eqm.sample.sampler;
