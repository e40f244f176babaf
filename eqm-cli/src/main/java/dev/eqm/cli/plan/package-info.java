/**
 * What a configuration will cost before anything is started: {@link dev.eqm.cli.plan.RunPlan} puts
 * it together from {@link dev.eqm.cli.plan.Work} (multiplications), {@link
 * dev.eqm.cli.plan.Footprint} (memory), {@link dev.eqm.cli.plan.Accelerator} (peaks of named GPUs)
 * and the {@linkplain dev.eqm.sample.sampler.IdealPath ideal path} of its sampler.
 */
package dev.eqm.cli.plan;
