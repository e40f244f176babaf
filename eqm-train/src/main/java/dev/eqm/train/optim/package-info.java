/**
 * What happens to the parameters after the gradients: {@link dev.eqm.train.optim.AdamW} moves them,
 * {@link dev.eqm.train.optim.Ema} averages them. Both are one kernel call over all tensors.
 *
 * <p>Letters: m and v the first and second moments, β₁ and β₂ their decays.
 */
package dev.eqm.train.optim;
