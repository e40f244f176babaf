/**
 * What a configuration will cost before anything is started: {@link dev.eqm.run.plan.CostEstimate}
 * puts it together from {@link dev.eqm.run.plan.FlopCount} (multiplications), {@link
 * dev.eqm.run.plan.Footprint} (memory), {@link dev.eqm.run.plan.Accelerator} (peaks of named GPUs)
 * and the {@linkplain dev.eqm.sample.sampler.IdealPath ideal path} of its sampler.
 */
package dev.eqm.run.plan;
