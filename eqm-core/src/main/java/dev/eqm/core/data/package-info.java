/**
 * Images in and pictures out, in plain Java memory; JDK only.
 *
 * <ul>
 *   <li>{@link dev.eqm.core.data.ImageSource}: a set of labelled images. {@link
 *       dev.eqm.core.data.FashionMnist#embedded()} needs no files; {@link
 *       dev.eqm.core.data.IdxFile} reads any set of the MNIST family; {@link
 *       dev.eqm.core.data.ByteImages} takes what your own program has in memory.
 *   <li>{@link dev.eqm.core.data.Batches}: what training consumes, a function of (seed, step).
 *   <li>{@link dev.eqm.core.data.Pixels}, {@link dev.eqm.core.data.ImageGrid}, {@link
 *       dev.eqm.core.data.Png}: from model output to bytes, to one picture, to a file.
 * </ul>
 *
 * <p>Add a source by implementing {@code ImageSource}; nothing has to be registered. Bad files give
 * {@link dev.eqm.core.data.DataException}, bad arguments {@link
 * java.lang.IllegalArgumentException}.
 *
 * <p>Letters: N images, C channels, H rows, W columns. Models see floats [N, C, H, W] in [-1, 1],
 * files bytes [N, H, W, C].
 */
package dev.eqm.core.data;
