/**
 * What happens to the parameters after the gradients. {@link dev.eqm.train.optim.Gradients}
 * measures, clips and sums them, {@link dev.eqm.train.optim.AdamW} moves the parameters, at a rate
 * that a {@link dev.eqm.train.optim.RateSchedule} gives for the step, {@link
 * dev.eqm.train.optim.Averages} keeps their moving averages ({@link dev.eqm.train.optim.Ema}). Each
 * is one kernel call over all tensors.
 *
 * <p>To add a schedule, implement {@link dev.eqm.train.optim.RateSchedule} and add a line to {@link
 * dev.eqm.train.optim.RateSchedules}.
 *
 * <p>Letters: m and v the first and second moments, β₁ and β₂ their decays.
 */
package dev.eqm.train.optim;
