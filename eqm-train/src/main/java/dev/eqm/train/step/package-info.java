/**
 * The training loop. Read {@link dev.eqm.train.step.TrainStep} first: it is the paper's step, batch
 * → γ, ε → corruption → prediction → loss → gradients → clip → optimiser → EMA, on one page.
 *
 * <ul>
 *   <li>{@link dev.eqm.train.step.Trainer}: the loop over steps; {@link
 *       dev.eqm.train.step.TrainListener} is where progress, metrics and previews attach, {@link
 *       dev.eqm.train.step.StateStore} where the state is written.
 *   <li>{@link dev.eqm.train.step.Recipe}: what is optimised and how; {@link
 *       dev.eqm.train.step.TrainSettings}: how long, how much at once, from which seed.
 *   <li>{@link dev.eqm.train.step.TrainState}: what a step changes; {@link
 *       dev.eqm.train.step.StepReport}: what it tells.
 *   <li>{@code Draws}: all that is random in a step, as a function of (seed, step); {@link
 *       dev.eqm.train.step.GammaDraw}: how γ is drawn.
 *   <li>{@code Examples} → {@code LossGradient}: what of a step may be computed in parts; {@code
 *       BatchGradient} does that, with micro-batches and lanes, and nothing else knows of it.
 *   <li>{@code LossNumbers}: what a step reads from the device, once, after the backward pass.
 * </ul>
 *
 * <p>The seed and the batch size stand in {@code TrainSettings} alone. Batches come from {@link
 * dev.eqm.train.step.TrainSettings#batches}, the identity of the checkpoints from {@code
 * RunIdentity.of}; parts that were made with other numbers are refused before the first step.
 *
 * <p>To train on something else, write a {@link dev.eqm.core.loss.Loss}; to draw γ otherwise, add a
 * constant to {@code GammaDraw}; to watch or save, implement one of the interfaces above.
 *
 * <p>Letters: N images of a batch, x images, ε noise, γ the place between them, x_γ the corrupted
 * image, f the network, θ its parameters, g gradients.
 */
package dev.eqm.train.step;
