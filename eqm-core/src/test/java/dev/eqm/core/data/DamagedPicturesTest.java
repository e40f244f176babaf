package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.eqm.core.data.format.PictureBounds;
import dev.eqm.core.data.format.PngChunks;
import dev.eqm.core.testing.Damage;
import dev.eqm.core.testing.DamagedFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes: images, or a DataException that names the file. */
class DamagedPicturesTest {
    private static final int FILES = 10_000;
    private static final List<String> TOKENS =
            List.of("IHDR", "IDAT", "PLTE", "tRNS", "IEND", "iCCP", "\u0000\u0000\b\u0003", "RIFF");

    @TempDir Path folder;

    @Test
    void png() {
        survives(
                pngs(),
                DamagedPicturesTest::rightChecksums,
                FILES,
                path -> PictureFile.read(path, 3),
                DamagedPicturesTest::ofPicture);
    }

    /** A head of 16 million pixels over 17,000 bytes that unpack to a few. */
    @Test
    void pixelsThatAreNotThereTakeNoMemory() throws IOException {
        Path file = Files.write(folder.resolve("empty.png"), emptyPng(4096, 17_000));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int round = 0; round < 2; round++) { // the first loads classes
            long before = threads.getCurrentThreadAllocatedBytes();
            assertThatThrownBy(() -> PictureFile.read(file, 3))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("declares more pixels than");
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .isLessThan(round == 0 ? 1 << 23 : 1 << 20);
        }
    }

    private static byte[] emptyPng(int side, int dataBytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(new byte[1000]);
        deflater.finish();
        byte[] data = new byte[dataBytes]; // the stream ends early, the rest is never read
        deflater.deflate(data);
        deflater.end();
        ByteBuffer png = ByteBuffer.allocate(8 + 25 + 12 + dataBytes + 12);
        png.put(PngChunks.signature()).putInt(13).put(latin("IHDR")).putInt(side).putInt(side);
        png.put(new byte[] {8, 0, 0, 0, 0}).putInt(0);
        png.putInt(dataBytes).put(latin("IDAT")).put(data).putInt(0);
        png.putInt(0).put(latin("IEND")).putInt(0);
        return rightChecksums(png.array());
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void pngThatEqmWrote() throws IOException {
        survives(
                List.of(own("rgb.png"), own("grey.png"), PictureFileTest.bytes("stored.png")),
                DamagedPicturesTest::rightChecksums,
                2000,
                Png::read,
                DamagedPicturesTest::ofPicture);
    }

    /** Plain, and every other one gzipped after it was damaged. */
    @Test
    void idx() throws IOException {
        Path labels =
                Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
        byte[] images = {
            0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3
        };
        survives(
                List.of(images, gzip(images)),
                DamagedPicturesTest::gzip,
                FILES,
                path -> IdxFile.read("set", path, labels, List.of("a", "b")),
                size -> 256 * 1024 + 2 * 1032 * size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "rgb.gif",
                "rgb.bmp",
                "rgb.tif",
                "lossless.webp"
            })
    void otherPictures(String name) {
        survives(
                List.of(PictureFileTest.bytes(name)),
                UnaryOperator.identity(),
                500,
                path -> PictureFile.read(path, 3),
                size -> (1 << 20) + 40 * PictureBounds.mostPixels(size));
    }

    private void survives(
            List<byte[]> originals,
            UnaryOperator<byte[]> repair,
            int count,
            Consumer<Path> reader,
            LongUnaryOperator memory) {
        DamagedFiles files =
                new DamagedFiles(
                        ".bin",
                        new Damage(originals, TOKENS, 20260102),
                        repair,
                        DataException.class,
                        memory);
        DamagedFiles.Outcome outcome = files.run(folder, count, reader);
        assertThat(outcome.refused()).as("%s", outcome).isGreaterThan(count / 5);
        assertThat(outcome.read()).as("%s", outcome).isGreaterThan(count / 100);
    }

    /**
     * Sixteen bytes of pixels for a byte of data are believed unseen, eight pixels may share a
     * byte, and a decoded one takes up to eight.
     */
    private static long ofPicture(long size) {
        return 512 * 1024 + 16 * 8 * 8 * size;
    }

    private static List<byte[]> pngs() {
        return Stream.of("stored.png", "one.png", "palette.png", "la.png", "rgba.png")
                .map(PictureFileTest::bytes)
                .toList();
    }

    private static byte[] own(String name) throws IOException {
        return DamagedPicturesTest.class.getResourceAsStream(name).readAllBytes();
    }

    /** Writes the right checksum behind every chunk that is still one. */
    private static byte[] rightChecksums(byte[] png) {
        ByteBuffer file = ByteBuffer.wrap(png.clone());
        int at = 8;
        while (at <= png.length - 12) {
            long end = at + 8L + file.getInt(at);
            if (end < at + 8 || end > png.length - 4) {
                break;
            }
            CRC32 crc = new CRC32();
            crc.update(png, at + 4, (int) end - at - 4);
            file.putInt((int) end, (int) crc.getValue());
            at = (int) end + 4;
        }
        return file.array();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
