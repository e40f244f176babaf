/**
 * What a network is trained on. Every loss is the mean square between the network's answer f, a
 * {@link dev.eqm.core.loss.Prediction}, and a target gradient along the path of {@link
 * dev.eqm.core.path.Corruption}; it comes as a {@link dev.eqm.core.loss.LossValue}.
 *
 * <ul>
 *   <li>{@link dev.eqm.core.loss.EqmLoss}: target (ε − x)·c(γ), without a time input (eq. 3). The
 *       one to use.
 *   <li>{@link dev.eqm.core.loss.FlowMatchingLoss}: target ε − x, the network has γ as its time
 *       input (eq. 1, in the paper's sign).
 *   <li>{@link dev.eqm.core.loss.UnconditionalFlowMatchingLoss}: the same without a time input (eq.
 *       2).
 *   <li>{@link dev.eqm.core.loss.DispersiveLoss}: a term that may be added to any of them.
 * </ul>
 *
 * <p>All answers are gradients: they point from data to noise. To add a loss, implement {@link
 * dev.eqm.core.loss.Loss} and add a line to {@link dev.eqm.core.loss.Losses}. What has to be
 * differentiated is array operations or a kernel; γ is there as Java floats too, so that a loss
 * never waits for the device.
 *
 * <p>Letters: x data, ε noise, γ the place between them, x_γ the corrupted image, c(γ) the size of
 * the target, f the network.
 */
package dev.eqm.core.loss;
