/**
 * What a configuration will cost before anything is started: {@link dev.eqm.run.plan.CostEstimate}
 * puts it together from {@link dev.eqm.run.plan.FlopCount} (multiplications), {@link
 * dev.eqm.run.plan.Footprint} (memory), {@link dev.eqm.run.plan.Accelerator} (peaks of named GPUs)
 * and {@link dev.eqm.run.plan.NoiseLeft} (what its sampler leaves on the {@linkplain
 * dev.eqm.sample.sampler.IdealPath ideal path}). Nothing is measured or allocated.
 *
 * <p>To add a GPU: a line in {@code Accelerator}, with the source of its figures. A network whose
 * memory is to be told needs a formula in {@code Footprint}; without one the estimate says so.
 *
 * <p>Letters: T tokens, L layers, D width, H width of the MLP, N images at a time, P numbers of the
 * network; γ as everywhere, so that 1 − γ is the noise that is left.
 */
package dev.eqm.run.plan;
