package dev.eqm.sample.plot;

import dev.eqm.core.data.Picture;
import dev.eqm.core.device.Backend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * PNG files with texts: what a picture shows, and how it was made. They hold equal bytes for equal
 * pictures and texts.
 */
public final class PngBytes {
    private static final int HEAD = 8 + 25; // signature and the chunk IHDR
    private static final String SOFTWARE = "Software";

    private PngBytes() {}

    /**
     * A picture, grey or RGB, bit for bit.
     *
     * @param texts by keyword, 1 to 79 letters of ASCII; {@code Software} is added
     */
    public static byte[] of(Picture picture, Map<String, String> texts) {
        Map<String, String> all = new LinkedHashMap<>(texts);
        all.putIfAbsent(SOFTWARE, "eqm " + Backend.version());
        byte[] plain = compressed(picture);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, HEAD);
        all.forEach((keyword, text) -> out.writeBytes(chunk(keyword, text)));
        out.write(plain, HEAD, plain.length - HEAD);
        return out.toByteArray();
    }

    /** As small as the JDK makes it: sheets are looked at more often than written. */
    private static byte[] compressed(Picture picture) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam most = writer.getDefaultWriteParam();
            most.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            most.setCompressionQuality(0);
            writer.write(null, new IIOImage(picture.toImage(), null, null), most);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** {@code tEXt} for Latin-1, which every reader knows, else {@code iTXt}, which is UTF-8. */
    private static byte[] chunk(String keyword, String text) {
        boolean latin = StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes((latin ? "tEXt" : "iTXt").getBytes(StandardCharsets.US_ASCII));
        data.writeBytes(keyword.getBytes(StandardCharsets.US_ASCII));
        // iTXt: uncompressed, no language, no translated keyword
        data.writeBytes(latin ? new byte[1] : new byte[5]);
        data.writeBytes(
                text.getBytes(latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
        byte[] all = data.toByteArray();
        CRC32 sum = new CRC32();
        sum.update(all);
        return ByteBuffer.allocate(all.length + 8)
                .putInt(all.length - 4)
                .put(all)
                .putInt((int) sum.getValue())
                .array();
    }
}
