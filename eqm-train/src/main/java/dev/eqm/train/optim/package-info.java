/**
 * What happens to the parameters after the gradients. {@link dev.eqm.train.optim.Gradients}
 * measures, clips and sums them, an {@link dev.eqm.train.optim.Optimizer} moves the parameters, at
 * a rate that a {@link dev.eqm.train.optim.RateSchedule} gives for the step, {@link
 * dev.eqm.train.optim.Averages} keeps their moving averages ({@link dev.eqm.train.optim.Ema}). Each
 * is one or two kernel calls over all tensors.
 *
 * <ul>
 *   <li>{@link dev.eqm.train.optim.AdamW}: the published recipe; the one to use.
 *   <li>{@link dev.eqm.train.optim.Sgd}: momentum alone, half of AdamW's memory or none.
 *   <li>{@link dev.eqm.train.optim.Muon}: orthogonalised momentum for hidden matrices, AdamW for
 *       the rest.
 * </ul>
 *
 * <p>To add an optimiser, write a record that implements {@link dev.eqm.train.optim.Optimizer} and
 * add a line to {@link dev.eqm.train.optim.Optimizers}, or register it from a jar of your own: what
 * it says it remembers ({@code memory}) is made, stored, read back and counted in estimates. To add
 * a schedule, implement {@link dev.eqm.train.optim.RateSchedule} and add a line to {@link
 * dev.eqm.train.optim.RateSchedules}.
 *
 * <p>Letters: m and v the first and second moments, β₁ and β₂ their decays; b a momentum, μ or β
 * its decay.
 */
package dev.eqm.train.optim;
