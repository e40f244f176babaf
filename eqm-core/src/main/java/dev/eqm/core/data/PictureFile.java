package dev.eqm.core.data;

import static dev.eqm.core.data.format.PictureBounds.require;

import dev.eqm.core.check.Check;
import dev.eqm.core.data.format.GifHead;
import dev.eqm.core.data.format.JpegSegments;
import dev.eqm.core.data.format.PictureBounds;
import dev.eqm.core.data.format.PngChunks;
import dev.eqm.core.data.format.TiffTags;
import dev.eqm.core.data.format.WebpChunks;
import dev.eqm.core.store.LfsPointer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Pictures as people have them: PNG, JPEG, WebP, GIF (the first frame), BMP and TIFF (the first
 * image), told apart by content, converted to grey or RGB as Pillow does. Alpha is dropped, unless
 * {@link #readOver} is asked. Colour profiles and gamma are not looked at; of orientations those of
 * TIFF count alone.
 *
 * <p>Equal to Pillow 12.2.0 in every bit where Pillow reads a file, with these exceptions:
 *
 * <ul>
 *   <li>lossy WebP: its colour planes are enlarged without smoothing;
 *   <li>grey of more than 8 bits (PNG, TIFF): the upper 8 bits, where Pillow makes white of every
 *       level above 255, and takes white for black in some TIFF;
 *   <li>RGB TIFF of 16 bits in separate planes without compression: the upper 8 bits, where Pillow
 *       mixes the bytes up.
 * </ul>
 *
 * <p>Refused, with the reason: TIFF of CIELAB, CMYK, signed or floating-point numbers, a palette
 * with alpha, YCbCr without JPEG, 16 bits with a predictor, or compressions other than CCITT, LZW,
 * Deflate, PackBits and JPEG; BigTIFF; animated WebP whose first frame does not fill the canvas;
 * JPEG of arithmetic coding or of more than 8 bits. A damaged or cut file is refused, never half
 * decoded.
 *
 * <p>Decoders are those of ImageIO. What they let pass or do in their own way is looked at here:
 * {@link PngChunks}, {@link TiffTags}, {@link GifHead}, {@link JpegSegments} (and the decoder's
 * warnings), {@link WebpChunks}, and {@link PictureBounds} for all.
 */
public final class PictureFile {
    private static final Pattern NAME =
            Pattern.compile(".+\\.(png|jpe?g|webp|gif|bmp|tiff?)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> FORMATS =
            Set.of("png", "jpeg", "webp", "gif", "bmp", "tif", "tiff");

    /** What decoders only warn of although pixels are missing or made up. */
    private static final Pattern DAMAGE =
            Pattern.compile(
                    "(?i).*(premature|missing EOI|bad huffman|bogus|inconsistent progression"
                            + "|corrupt JPEG data: (?!\\d+ extraneous)).*");

    private PictureFile() {}

    /**
     * Whether a file's name ends as a picture's does: .png .jpg .jpeg .webp .gif .bmp .tif .tiff.
     */
    public static boolean isNamedSo(Path file) {
        return isNamedSo(file.getFileName().toString());
    }

    /** The same of a name alone. */
    public static boolean isNamedSo(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * Decodes a picture.
     *
     * @param channels 1 for grey, 3 for RGB
     * @throws DataException if the file is missing, damaged, or no picture
     */
    public static Picture read(Path file, int channels) {
        return read(file, channels, image -> RasterPixels.of(image, channels));
    }

    /** The same, transparent pixels blended over a background as Pillow's alpha_composite does. */
    public static Picture readOver(Path file, int channels, Rgb background) {
        return read(file, channels, image -> RasterPixels.over(image, channels, background));
    }

    /** Refuses channels that no picture is converted to. */
    static void requireChannels(int channels) {
        Check.require(channels == 1 || channels == 3, "channels must be 1 or 3, got %s", channels);
    }

    /** From what a decoder gives to a picture. */
    private interface Conversion {
        Picture of(BufferedImage image) throws IOException;
    }

    /**
     * Decodes a picture whose bytes are in memory, such as one of an archive.
     *
     * @param name what it is called in messages
     * @throws DataException if it is damaged, or no picture
     */
    public static Picture of(Object name, byte[] bytes, int channels) {
        requireChannels(channels);
        return picture(name, () -> bytes, image -> RasterPixels.of(image, channels));
    }

    private static Picture read(Path file, int channels, Conversion conversion) {
        requireChannels(channels);
        String pointer = LfsPointer.problem(file);
        DataException.require(file, pointer.isEmpty(), "%s", pointer);
        return picture(file, () -> bytes(file), conversion);
    }

    /** The content of a picture's file. */
    private interface Bytes {
        byte[] get() throws IOException;
    }

    private static Picture picture(Object file, Bytes content, Conversion conversion) {
        try {
            byte[] bytes = content.get();
            Picture picture = conversion.of(decode(bytes));
            return TiffTags.isTiff(bytes)
                    ? picture.turned(TiffTags.of(bytes).orientation())
                    : picture;
        } catch (NoSuchFileException e) {
            throw new DataException(file, "there is no such file; check the path", e);
        } catch (IOException | RuntimeException e) { // decoders throw both on bad bytes
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new DataException(
                    file, "cannot be read as an image (" + reason + "); replace or remove it", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        long size = Files.size(file);
        require(size > 0, "the file is empty");
        require(size <= PictureBounds.FILE, "%s bytes are too many", size);
        return Files.readAllBytes(file);
    }

    /** The image of a file of any format, checked as far as its format allows. */
    static BufferedImage decode(byte[] bytes) throws IOException {
        if (TiffTags.isTiff(bytes)) {
            TiffTags tags = TiffTags.of(bytes); // refuses before anything is decoded
            return tags.inColours(decoded(bytes, false));
        }
        if (GifHead.isGif(bytes)) {
            GifHead head = GifHead.of(bytes);
            return head.onScreen(decoded(head.frame(), true));
        }
        if (PngChunks.isPng(bytes)) {
            return decoded(PngChunks.pixelsOf(bytes), true);
        }
        if (JpegSegments.isJpeg(bytes)) {
            return decoded(JpegSegments.withoutProfile(bytes), false);
        }
        boolean isWebp = WebpChunks.isWebp(bytes);
        return decoded(isWebp ? WebpChunks.withoutProfile(bytes) : bytes, false);
    }

    /**
     * Decodes.
     *
     * @param bounded whether the bytes were found to have room for their pixels
     */
    private static BufferedImage decoded(byte[] bytes, boolean bounded) throws IOException {
        List<String> warnings = new ArrayList<>();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = reader(in);
            try {
                reader.addIIOReadWarningListener((source, text) -> warnings.add(text));
                reader.setInput(in, true, true);
                if (!bounded) {
                    PictureBounds.require(reader.getWidth(0), reader.getHeight(0), bytes.length);
                }
                BufferedImage image = reader.read(0);
                requireWhole(warnings);
                return image;
            } finally {
                reader.dispose();
            }
        }
    }

    /** The first reader of a format that is meant; others that are installed may guess wrongly. */
    private static ImageReader reader(ImageInputStream in) throws IOException {
        for (Iterator<ImageReader> all = ImageIO.getImageReaders(in); all.hasNext(); ) {
            ImageReader reader = all.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
        }
        throw new IOException("its content is not PNG, JPEG, WebP, GIF, BMP or TIFF");
    }

    private static void requireWhole(List<String> warnings) throws IOException {
        for (String warning : warnings) {
            boolean harmless = !DAMAGE.matcher(warning).matches();
            require(harmless, "truncated or damaged: %s", warning);
        }
    }
}
