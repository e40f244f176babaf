/**
 * Images in and pictures out, in plain Java memory; JDK only. ImageIO finds better JPEG and WebP
 * readers on the class path (TwelveMonkeys), which this module brings along.
 *
 * <ul>
 *   <li>{@link dev.eqm.core.data.ImageSource}: a set of labelled images. {@link
 *       dev.eqm.core.data.FashionMnist#embedded()} needs no files; {@link
 *       dev.eqm.core.data.PictureFolder} reads pictures of any size, in a folder a class or all in
 *       one; {@link dev.eqm.core.data.Cifar10} its binary files; {@link
 *       dev.eqm.core.data.EmojiFolder} emoji in colour; {@link dev.eqm.core.data.NpzImages} numpy
 *       archives; {@link dev.eqm.core.data.IdxFile} any set of the MNIST family; {@link
 *       dev.eqm.core.data.LatentFolder} encoded images; {@link dev.eqm.core.data.ToyPoints} are
 *       points in the plane; {@code ImageSource.of} and {@link dev.eqm.core.data.ByteImages} take
 *       what your own program has in memory. {@link dev.eqm.core.data.ImageDigest} tells two sets
 *       apart.
 *   <li>{@link dev.eqm.core.data.Batches}: what training consumes, a function of (seed, step);
 *       {@link dev.eqm.core.data.Prefetch}: the same, made ahead on threads of its own.
 *   <li>{@link dev.eqm.core.data.PictureFile}, {@link dev.eqm.core.data.CenterCrop}: one picture
 *       file of any kind ({@link dev.eqm.core.data.format} looks at its bytes), and the square that
 *       the published code cuts out of it.
 *   <li>{@link dev.eqm.core.data.Pixels}, {@link dev.eqm.core.data.Png}: from model output to
 *       bytes, to a file; {@link dev.eqm.core.data.Gif} for moving ones.
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
