/**
 * From a path to a model that computes, and to images for it. A {@link
 * dev.eqm.run.pipeline.ModelChoice} says which weights are meant ({@link
 * dev.eqm.run.pipeline.ModelPlace}: the newest run, a run, a checkpoint, a file) and finds them; a
 * {@link dev.eqm.run.pipeline.FoundModel} knows its file, its run's configuration and its classes
 * without having read a tensor; an {@link dev.eqm.run.pipeline.OpenModel} is on a device, in lanes,
 * ready for a {@code Generation} or a {@code GenerationSession}. {@link
 * dev.eqm.run.pipeline.ComputeChoice} says where and how precisely, {@link
 * dev.eqm.run.pipeline.ImagePlace} where real images of the model's shape come from.
 *
 * <p>Take {@code ModelChoice.of(path).find(listener)} and go on with {@code
 * dev.eqm.run.sampling.SamplingSetup}, which opens the codec too; use an {@code OpenModel} alone if
 * no pictures are needed. Finding a model tells the listener which weights it found; whoever opens
 * a model closes it.
 */
package dev.eqm.run.pipeline;
