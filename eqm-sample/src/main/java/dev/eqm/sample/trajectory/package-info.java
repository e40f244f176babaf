/**
 * The way of samples, not only its end: pictures on the way and gradient norms by step.
 *
 * <p>{@link dev.eqm.sample.trajectory.Trajectory} writes a strip (PNG) and an animation (GIF) of
 * the first samples at chosen {@link dev.eqm.sample.trajectory.FrameSteps}; {@link
 * dev.eqm.sample.trajectory.SeriesFile} writes ‖∇E‖ of every sample by step (or energies, or how
 * many steps), {@link dev.eqm.sample.trajectory.SeriesPlot} draws it. All are sinks of a {@link
 * dev.eqm.sample.generate.Generation}: memory does not grow with the number of samples, and a run
 * that was cut off goes on.
 *
 * <p>To watch something else, write a {@link dev.eqm.sample.generate.SampleSink} with {@code
 * stepped}; copy what you keep, the arrays belong to the loop.
 */
package dev.eqm.sample.trajectory;
