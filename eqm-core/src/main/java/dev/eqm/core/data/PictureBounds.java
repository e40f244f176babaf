package dev.eqm.core.data;

import java.io.IOException;

/** How large a picture may claim to be, judged before memory is taken for its pixels. */
final class PictureBounds {
    /** Bytes of a picture file. */
    static final long FILE = 1 << 28;

    private static final long PIXELS = 1 << 26; // 8192 x 8192
    private static final long ALWAYS = 1 << 18; // 512 x 512, however few bytes say so
    private static final long A_BYTE = 1 << 12; // GIF: 2,731 pixels of one colour; JPEG: 512

    private PictureBounds() {}

    /** Refuses sizes that are none, and those beyond 8192 x 8192 pixels. */
    static void require(int width, int height) throws IOException {
        if (width < 1 || height < 1) {
            throw new IOException(width + "x" + height + " pixels are no picture");
        }
        if ((long) width * height > PIXELS) {
            throw new IOException(width + "x" + height + " pixels are too many");
        }
    }

    /** The same, and more pixels than so few bytes can mean. */
    static void require(int width, int height, int fileBytes) throws IOException {
        require(width, height);
        if ((long) width * height > mostPixels(fileBytes)) {
            throw new IOException(
                    String.format(
                            "%dx%d pixels in %d bytes: no picture is that empty",
                            width, height, fileBytes));
        }
    }

    /** Pixels that a file of so many bytes may have. */
    static long mostPixels(long fileBytes) {
        return Math.min(PIXELS, ALWAYS + A_BYTE * fileBytes);
    }
}
