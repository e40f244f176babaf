/**
 * Checkpoints and exact resume: how a {@link dev.eqm.train.step.TrainState} outlives the process. A
 * run that is resumed equals one that was never interrupted, byte for byte on one machine, because
 * a checkpoint holds all that a step changes and everything random is a function of (seed, step).
 *
 * <pre>
 * checkpoints/00005000/model.safetensors      parameters, published names, the paper's sign
 *                      ema.safetensors        their average: what samplers use
 *                      ema-0.99.safetensors   further averages, if there are any
 *                      optimizer.safetensors  what the optimiser remembers, and its step
 *                      state.json             step, seed, batch size, loss, optimiser, versions, SHA-256 of all
 * </pre>
 *
 * <ul>
 *   <li>{@link dev.eqm.train.checkpoint.Checkpoints}: the folders of one run. The training loop
 *       writes through it, as a {@link dev.eqm.train.step.StateStore}; {@code latest} finds the
 *       newest one that is complete, {@code latestWeights} the newest one with complete weights,
 *       which is all that sampling needs.
 *   <li>{@link dev.eqm.train.checkpoint.Resume}: from a folder back to a training state.
 *   <li>{@link dev.eqm.train.checkpoint.RunIdentity}: what must be the same for both; make it with
 *       {@code of} from the settings that the run trains with.
 *   <li>{@link dev.eqm.train.checkpoint.StateFile}: {@code state.json}, to learn what a folder
 *       holds and whether it is undamaged.
 *   <li>{@link dev.eqm.train.checkpoint.CheckpointTensors}: a checkpoint as tensors without a
 *       network, for import and export.
 * </ul>
 *
 * <p>To keep something more of a run, add it to {@code TrainState}, give it a file here and a line
 * in {@code StateFile.files}; a folder without it must still be read. A field of {@code state.json}
 * that changes its meaning needs another format number.
 *
 * <p>The dependency goes one way: this package knows {@link dev.eqm.train.step}, which does not
 * know it.
 */
package dev.eqm.train.checkpoint;
