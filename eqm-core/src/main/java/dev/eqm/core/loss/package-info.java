/**
 * What a network is trained on. Every loss is the mean square between the network's answer and a
 * target gradient along the path of {@link dev.eqm.core.path.Corruption}:
 *
 * <ul>
 *   <li>{@link dev.eqm.core.loss.EqmLoss}: target (ε − x)·c(γ), no time (eq. 3). The one to use.
 *   <li>{@link dev.eqm.core.loss.FlowMatchingLoss}: target ε − x, the network sees γ (eq. 1, in the
 *       paper's sign).
 *   <li>{@link dev.eqm.core.loss.UnconditionalFlowMatchingLoss}: the same without time (eq. 2).
 *   <li>{@link dev.eqm.core.loss.DispersiveLoss}: a term that may be added to any of them.
 * </ul>
 *
 * <p>All answers are gradients: they point from data to noise. To add a loss, implement {@link
 * dev.eqm.core.loss.Loss} and add a line to {@link dev.eqm.core.loss.Losses}.
 */
package dev.eqm.core.loss;
