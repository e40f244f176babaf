/**
 * Weights from and for other programs, and what lies in files of weights. Each is a request or a
 * path, one call, and a typed report:
 *
 * <ul>
 *   <li>{@link dev.eqm.run.weights.WeightsImport}: published weights become a checkpoint to sample
 *       from ({@code toCheckpoint}) or a run to continue ({@code toRun}); {@link
 *       dev.eqm.run.weights.ImportReport} says what was found. {@link dev.eqm.run.weights.Origin}
 *       is what the checkpoint keeps of their file.
 *   <li>{@link dev.eqm.run.weights.WeightsExport}: the way back, to {@code .pt} or {@code
 *       .safetensors}; {@link dev.eqm.run.weights.ExportReport} says what was written.
 *   <li>{@link dev.eqm.run.weights.Inspection}: a look at a preset, a checkpoint or a model file
 *       ({@link dev.eqm.run.weights.NetworkInspection}), or at a file of anybody's tensors ({@link
 *       dev.eqm.run.weights.TensorListing}).
 * </ul>
 *
 * <p>The file formats and the sign of published weights are {@code dev.eqm.models.weights}'. Only
 * transformers have a published form; one for another network begins in {@link
 * dev.eqm.models.weights.PublishedArchitecture}, which recognises names and shapes.
 */
package dev.eqm.run.weights;
