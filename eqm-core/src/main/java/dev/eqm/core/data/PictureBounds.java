package dev.eqm.core.data;

import java.io.IOException;

/** How large a picture may claim to be, judged before memory is taken for its pixels. */
final class PictureBounds {
    /** Bytes of a picture file. */
    static final long FILE = 1 << 28;

    private static final long PIXELS = 1 << 26; // 8192 x 8192
    private static final long ALWAYS = 1 << 18; // 512 x 512, however few bytes say so
    private static final long A_BYTE = 1 << 13; // one colour at one bit, deflated: 8,256

    private PictureBounds() {}

    /** Refuses claims that no computer or no real picture lives up to. */
    static void require(int width, int height, int fileBytes) throws IOException {
        long pixels = (long) width * height;
        if (width < 1 || height < 1) {
            throw new IOException(width + "x" + height + " pixels are no picture");
        }
        if (pixels > PIXELS) {
            throw new IOException(width + "x" + height + " pixels are too many");
        }
        if (pixels > ALWAYS + A_BYTE * fileBytes) {
            throw new IOException(
                    String.format(
                            "%dx%d pixels in %d bytes: no picture is that empty",
                            width, height, fileBytes));
        }
    }
}
