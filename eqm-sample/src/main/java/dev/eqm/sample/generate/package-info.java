/**
 * From a trained model to samples.
 *
 * <p>A {@link dev.eqm.sample.generate.NumberedRequests} says which samples are wanted ({@link
 * dev.eqm.sample.generate.Labels} reads specs such as {@code 0-9}, names are those of {@link
 * dev.eqm.sample.generate.Classes}), a {@link dev.eqm.sample.generate.Sampling} how they are made;
 * {@link dev.eqm.sample.generate.Sampling#on} turns it into the {@link
 * dev.eqm.sample.generate.Method} for a network: {@link dev.eqm.sample.generate.DescendField} for
 * one without a time input, {@link dev.eqm.sample.generate.FollowVelocity} for one with a time
 * input. {@link dev.eqm.sample.generate.Generation#of} puts them together and runs batch by batch:
 * noise by index, the field once a batch, the sampling loop, sinks of {@code
 * dev.eqm.sample.output}.
 *
 * <p>{@code seeing} gives it another field, {@code from} other starting points ({@link
 * dev.eqm.sample.generate.NoisedImages}), {@code by} another method ({@link
 * dev.eqm.sample.generate.Inpainting}). A new method or start is one class; nothing has to be
 * registered.
 *
 * <p>A {@link dev.eqm.sample.generate.GenerationListener} hears of every evaluation and step, and
 * may end the run by an exception; {@link dev.eqm.sample.generate.Interruption} does so when the
 * thread is interrupted.
 *
 * <p>Sample i is a function of (seed, i) and its label: neither the batch size nor the other
 * samples matter, beyond the rounding of float32. Runs of any length need the memory of one batch.
 *
 * <p>Letters: N samples of a batch, C,H,W state or picture.
 */
package dev.eqm.sample.generate;
