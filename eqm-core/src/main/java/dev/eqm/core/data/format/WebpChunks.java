package dev.eqm.core.data.format;

import static dev.eqm.core.data.format.PictureBounds.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The chunks of a WebP file. The decoder applies a colour profile, which the published code, over
 * Pillow, never does; and it reads zeros where a file is cut off.
 *
 * <p>A chunk: type (4 letters), length (4 bytes, little-endian), data, a zero after odd lengths.
 */
public final class WebpChunks {
    private static final int HEAD = 12;
    private static final int CHUNK_HEAD = 8;
    private static final int HAS_PROFILE = 0x20;

    private WebpChunks() {}

    public static boolean isWebp(byte[] bytes) {
        return bytes.length >= HEAD
                && text(bytes, 0).equals("RIFF")
                && text(bytes, 8).equals("WEBP");
    }

    /**
     * A file without its chunk ICCP.
     *
     * @throws IOException for one that is cut off, and for an animation whose first frame does not
     *     fill its canvas, which decoders show differently
     */
    public static byte[] withoutProfile(byte[] bytes) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
        long size = Integer.toUnsignedLong(file.getInt(4)) + CHUNK_HEAD;
        String rule = "truncated: %d bytes announced, %d present"; // decoders read zeros behind it
        require(size <= bytes.length, rule, size, bytes.length);
        ByteBuffer kept = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        kept.put(bytes, 0, HEAD);
        int at = HEAD;
        long canvas = -1;
        while (at + CHUNK_HEAD <= bytes.length) {
            String type = text(bytes, at);
            long length = Integer.toUnsignedLong(file.getInt(at + 4));
            long end = Math.min(bytes.length, at + CHUNK_HEAD + length + (length & 1));
            if (type.equals("VP8X") && length >= 10) {
                canvas = sides(file, at + CHUNK_HEAD + 4);
                file.put(at + CHUNK_HEAD, (byte) (bytes[at + CHUNK_HEAD] & ~HAS_PROFILE));
            } else if (type.equals("ANMF") && length >= 12 && canvas >= 0) {
                boolean fills = sides(file, at + CHUNK_HEAD + 6) == canvas;
                require(
                        fills,
                        "the first frame of the animation does not fill its canvas: save it as PNG");
                canvas = -1; // of the first alone
            }
            if (!type.equals("ICCP")) {
                kept.put(file.array(), at, (int) end - at);
            }
            at = (int) end;
        }
        kept.put(bytes, at, bytes.length - at);
        kept.putInt(4, kept.position() - CHUNK_HEAD);
        return Arrays.copyOf(kept.array(), kept.position());
    }

    /** Width − 1 and height − 1, 24 bits each. */
    private static long sides(ByteBuffer file, int at) {
        return (file.getInt(at) & 0xFFFFFFL) | ((long) (file.getInt(at + 2) >>> 8) << 24);
    }

    private static String text(byte[] bytes, int at) {
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }
}
