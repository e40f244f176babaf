/**
 * What files of pictures say before their pixels, read and checked before a decoder of ImageIO
 * believes it: {@link dev.eqm.core.data.format.PngChunks}, {@link
 * dev.eqm.core.data.format.TiffTags}, {@link dev.eqm.core.data.format.GifHead}, {@link
 * dev.eqm.core.data.format.JpegSegments}, {@link dev.eqm.core.data.format.WebpChunks}, and how
 * large a picture may be, {@link dev.eqm.core.data.format.PictureBounds}.
 *
 * <p>For {@link dev.eqm.core.data.PictureFile}, which says what is equal to Pillow. Broken rules
 * are an {@link java.io.IOException}, as in decoders; the caller adds which file it is. A further
 * format is one class here, one branch in {@code PictureFile.decode}, and its files in {@code
 * make_odd.py}.
 */
package dev.eqm.core.data.format;
