package dev.eqm.core.data.format;

import java.io.IOException;
import java.util.Locale;

/**
 * How large a picture may claim to be, judged before memory is taken for its pixels. A head of a
 * few bytes can promise gigabytes; what no real picture of so few bytes can mean is refused.
 *
 * <p>Rules about the bytes of one file are broken with an {@link IOException}, as decoders do it;
 * {@link dev.eqm.core.data.PictureFile} and {@link dev.eqm.core.data.Png} add which file it is.
 */
public final class PictureBounds {
    /** Bytes of a picture file. */
    public static final long FILE = 1 << 28;

    private static final long PIXELS = 1 << 26; // 8192 x 8192
    private static final long ALWAYS = 1 << 18; // 512 x 512, however few bytes say so
    private static final long A_BYTE = 1 << 12; // GIF: 2,731 pixels of one colour; JPEG: 512

    private PictureBounds() {}

    /** Refuses the bytes of a picture that break a rule. */
    public static void require(boolean holds, String rule, Object... values) throws IOException {
        if (!holds) {
            throw new IOException(String.format(Locale.ROOT, rule, values));
        }
    }

    /** Refuses sizes that are none, and those beyond 8192 x 8192 pixels. */
    public static void require(int width, int height) throws IOException {
        require(width >= 1 && height >= 1, "%dx%d pixels are not an image", width, height);
        boolean few = (long) width * height <= PIXELS;
        require(few, "%dx%d pixels are too many", width, height);
    }

    /** The same, and more pixels than so few bytes can mean. */
    public static void require(int width, int height, int fileBytes) throws IOException {
        require(width, height);
        boolean plausible = (long) width * height <= mostPixels(fileBytes);
        String rule = "%dx%d pixels in %d bytes: no real image is compressed that much";
        require(plausible, rule, width, height, fileBytes);
    }

    /** Pixels that a file of so many bytes may have. */
    public static long mostPixels(long fileBytes) {
        return Math.min(PIXELS, ALWAYS + A_BYTE * fileBytes);
    }
}
