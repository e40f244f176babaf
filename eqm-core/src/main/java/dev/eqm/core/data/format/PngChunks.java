package dev.eqm.core.data.format;

import static dev.eqm.core.data.format.PictureBounds.require;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The structure of a PNG file, checked before a decoder believes it: signature, chunk lengths and
 * checksums, and that the data can hold the pixels that the head declares. The JDK's reader checks
 * none of these, and takes memory for whatever a length field says.
 *
 * <p>A chunk: length (4 bytes, big-endian), type (4 letters), data, CRC-32 of type and data.
 */
public final class PngChunks {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int FRAME = 12; // bytes of a chunk besides its data
    private static final int HEAD = 13; // data of IHDR
    private static final int RATIO = 1032; // deflate cannot expand more than that
    private static final int PLAUSIBLE = 16; // pixels a byte of data that need no proof
    private static final List<String> NEEDED = List.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    private final ByteBuffer file;
    private final ByteBuffer kept;
    private long dataBytes; // in IDAT chunks
    private long pixelBytes; // as declared

    private PngChunks(byte[] bytes) {
        this.file = ByteBuffer.wrap(bytes);
        this.kept = ByteBuffer.allocate(bytes.length);
    }

    /** The eight bytes that every file begins with. */
    public static byte[] signature() {
        return SIGNATURE.clone();
    }

    public static boolean isPng(byte[] bytes) {
        return Arrays.equals(bytes, 0, Math.min(8, bytes.length), SIGNATURE, 0, SIGNATURE.length);
    }

    /**
     * The file without the chunks that say nothing about pixels.
     *
     * @param bytes that begin with the signature
     * @throws IOException with the rule that the bytes break
     */
    public static byte[] pixelsOf(byte[] bytes) throws IOException {
        return new PngChunks(bytes).checked();
    }

    private byte[] checked() throws IOException {
        kept.put(SIGNATURE);
        file.position(SIGNATURE.length);
        for (String type = next(); !type.equals("IEND"); type = next()) {}
        byte[] pixels = Arrays.copyOf(kept.array(), kept.position());
        require(
                dataBytes * PLAUSIBLE >= pixelBytes
                        || (dataBytes * RATIO >= pixelBytes && inflated(pixels) >= pixelBytes),
                "its header declares more pixels than its %d bytes of data can hold",
                dataBytes);
        return pixels;
    }

    /** Bytes that the data unpack to, counted in a small buffer: at most what the head declares. */
    private long inflated(byte[] png) throws IOException {
        Inflater inflater = new Inflater();
        byte[] piece = new byte[8192];
        long bytes = 0;
        try {
            for (int at = SIGNATURE.length; at < png.length && bytes < pixelBytes; ) {
                int length = ByteBuffer.wrap(png).getInt(at);
                if (png[at + 4] == 'I' && png[at + 5] == 'D') {
                    inflater.setInput(png, at + 8, length);
                    for (int n = -1; n != 0 && bytes < pixelBytes; bytes += n) {
                        n = inflater.inflate(piece);
                    }
                }
                at += length + FRAME;
            }
            return bytes;
        } catch (DataFormatException e) {
            throw new IOException("damaged: its data cannot be unpacked (" + e.getMessage() + ")");
        } finally {
            inflater.end();
        }
    }

    /** Checks the next chunk and keeps it if pixels depend on it; says of which type it is. */
    private String next() throws IOException {
        int start = file.position();
        boolean first = start == SIGNATURE.length;
        long length = file.remaining() < FRAME ? Long.MAX_VALUE : file.getInt(start);
        boolean fits = length >= 0 && length <= file.remaining() - FRAME;
        require(fits, "truncated or damaged: a chunk is longer than the rest of the file");
        int dataStart = start + 8;
        int end = (int) (dataStart + length);
        String type = new String(file.array(), start + 4, 4, StandardCharsets.ISO_8859_1);
        boolean oneHead = first == type.equals("IHDR") && (!first || length == HEAD);
        require(oneHead, "damaged: it must begin with exactly one header");
        if (first) {
            readHead(dataStart);
        }
        CRC32 crc = new CRC32();
        crc.update(file.array(), start + 4, end - start - 4);
        boolean same = (int) crc.getValue() == file.getInt(end);
        require(same, "damaged: the checksum of a chunk differs");
        boolean colours = length > 0 && length <= 768 && length % 3 == 0;
        require(colours || !type.equals("PLTE"), "damaged: a palette of %d bytes", length);
        if (NEEDED.contains(type)) {
            kept.put(file.array(), start, end + 4 - start);
        }
        dataBytes += type.equals("IDAT") ? length : 0;
        file.position(end + 4);
        return type;
    }

    /** The head's sizes and sample format, from which the bytes of the unpacked pixels follow. */
    private void readHead(int at) throws IOException {
        int width = file.getInt(at);
        int height = file.getInt(at + 4);
        int bits = file.get(at + 8);
        int colour = file.get(at + 9);
        PictureBounds.require(width, height);
        String depths = colour < 0 || colour > 6 ? "" : DEPTHS.get(colour);
        boolean known = depths.contains("|" + bits + "|");
        require(known, "damaged: colour type %d with %d bits does not exist", colour, bits);
        long rowBits = (long) width * bits * SAMPLES.get(colour);
        pixelBytes = height * ((rowBits + 7) / 8 + 1); // each row with the number of its filter
    }

    /** Bits a sample may have and samples a pixel has, by colour type: grey, -, RGB, palette... */
    private static final List<String> DEPTHS =
            List.of("|1|2|4|8|16|", "", "|8|16|", "|1|2|4|8|", "|8|16|", "", "|8|16|");

    private static final List<Integer> SAMPLES = List.of(1, 0, 3, 1, 2, 0, 4);
}
