/**
 * The training loop. {@link dev.eqm.train.step.Trainer} is the loop, {@link
 * dev.eqm.train.step.TrainStep} one step of it, a {@link dev.eqm.train.step.Recipe} what it
 * optimises and how, {@link dev.eqm.train.step.TrainState} what a step changes, {@link
 * dev.eqm.train.checkpoint.Checkpoints} how that state survives. {@link
 * dev.eqm.train.step.TrainListener} is where progress, metrics and previews attach.
 *
 * <p>{@code SliceGradient} is the part of a step that may run in pieces: loss and gradients of some
 * images of a batch, a pure function. Everything else happens once a step, on one thread.
 *
 * <p>Everything random in a step is a function of (seed, step), so a resumed run equals an
 * uninterrupted one.
 */
package dev.eqm.train.step;
