/**
 * From noise to samples: one loop and its interchangeable parts.
 *
 * <p>{@link dev.eqm.sample.sampler.Sampler} descends a time-free field ∇E. An {@link
 * dev.eqm.sample.sampler.UpdateRule} says how one step moves ({@link
 * dev.eqm.sample.sampler.GradientDescent} eq. 8, {@link dev.eqm.sample.sampler.Nesterov} eq. 9:
 * take the latter unless you compare rules), a {@link dev.eqm.sample.sampler.StepSchedule} how its
 * step size changes, a {@link dev.eqm.sample.sampler.StopRule} when a sample has walked enough: it
 * then leaves the batch, and the others go on without it; a {@link
 * dev.eqm.sample.sampler.SampleListener} watches. Labels, guidance and masks belong to the {@link
 * dev.eqm.core.field.Field}, noise to the caller.
 *
 * <p>Velocities v(x, t), which Flow Matching learns, are followed by {@code
 * dev.eqm.sample.integrator} in the same loop.
 *
 * <p>To add a rule, write a record that implements {@code UpdateRule} and add a line to {@link
 * dev.eqm.sample.sampler.UpdateRules}; the tests take it from there. It neither loops, counts,
 * draws noise, reports nor knows labels. A stop rule or a listener needs no line anywhere.
 *
 * <p>Letters: x state, g = ∇E(x) gradient, η step size, μ momentum, N samples of a batch. N steps
 * are N updates. Deviation: the published samplers make one update less than they are told, and
 * call −∇E the output.
 */
package dev.eqm.sample.sampler;
