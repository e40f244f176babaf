/**
 * From a path to a model that computes. A {@link dev.eqm.run.pipeline.ModelChoice} says which
 * weights are meant ({@link dev.eqm.run.pipeline.ModelPlace}: the newest run, a run, a checkpoint,
 * a file) and finds them; a {@link dev.eqm.run.pipeline.FoundModel} knows its file, its run's
 * configuration and its classes without having read a tensor; an {@link
 * dev.eqm.run.pipeline.OpenModel} is on a device, in lanes, ready for a {@code Generation} or a
 * {@code GenerationSession}. {@link dev.eqm.run.pipeline.ComputeChoice} says where and how
 * precisely.
 */
package dev.eqm.run.pipeline;
