package dev.eqm.core.data.format;

import static dev.eqm.core.data.format.PictureBounds.require;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The segments before the pixels of a JPEG. A decoder on the class path may apply a colour profile
 * (TwelveMonkeys does for CMYK); the published code, over Pillow, never does.
 *
 * <p>A segment: 0xFF, marker, length (2 bytes, big-endian, of itself and the data), data.
 */
public final class JpegSegments {
    private static final byte[] ICC = "ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final int APP2 = 0xE2;
    private static final int SCAN = 0xDA;
    private static final int FRAME = 0xC0; // to CF, but for the three that follow
    private static final int HUFFMAN = 0xC4;
    private static final int EXTENSION = 0xC8;
    private static final int CONDITIONING = 0xCC;

    private JpegSegments() {}

    public static boolean isJpeg(byte[] bytes) {
        return bytes.length > 3 && (bytes[0] & 0xFF) == 0xFF && (bytes[1] & 0xFF) == 0xD8;
    }

    /**
     * A file without the APP2 segments of a profile; what follows damage is left as it is.
     *
     * @throws IOException naming a kind that decoders do not read, or read in part
     */
    public static byte[] withoutProfile(byte[] bytes) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        kept.write(bytes, 0, 2);
        int at = 2;
        while (at + 4 <= bytes.length && (bytes[at] & 0xFF) == 0xFF) {
            int marker = bytes[at + 1] & 0xFF;
            int length = ((bytes[at + 2] & 0xFF) << 8) | (bytes[at + 3] & 0xFF);
            int end = at + 2 + length;
            if (marker == 0xFF || marker == SCAN || length < 3 || end > bytes.length) {
                break;
            }
            requireRead(marker, bytes[at + 4]);
            int data = at + 4;
            boolean isProfile =
                    marker == APP2
                            && end - data >= ICC.length
                            && Arrays.equals(bytes, data, data + ICC.length, ICC, 0, ICC.length);
            if (!isProfile) {
                kept.write(bytes, at, end - at);
            }
            at = end;
        }
        kept.write(bytes, at, bytes.length - at);
        return kept.toByteArray();
    }

    /** The number of a frame's marker tells how it is coded; its first byte how many bits. */
    private static void requireRead(int marker, int bits) throws IOException {
        boolean isFrame =
                marker >= FRAME
                        && marker <= FRAME + 15
                        && marker != HUFFMAN
                        && marker != EXTENSION
                        && marker != CONDITIONING;
        boolean known = marker < EXTENSION || !isFrame;
        require(known, "JPEG with arithmetic coding is not supported: save it as PNG");
        require(
                bits == 8 || !isFrame,
                "JPEG with %d bits is not supported: save it with 8 bits",
                bits);
    }
}
