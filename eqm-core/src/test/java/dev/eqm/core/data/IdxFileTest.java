package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxFileTest {
    private static final int IMAGES = 0x0803;
    private static final int LABELS = 0x0801;
    private static final byte[] PIXELS = {0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, -1};

    @TempDir Path folder;
    private Path images;
    private Path labels;

    @BeforeEach
    void twoImagesOfTwoRowsAndThreeColumns() throws IOException {
        images = Files.write(folder.resolve("images"), idx(PIXELS, IMAGES, 2, 2, 3));
        labels = Files.write(folder.resolve("labels"), idx(new byte[] {1, 0}, LABELS, 2));
    }

    @Test
    void readsPlainFiles() {
        assertIsTheToySet(read());
    }

    @Test
    void readsImagesWithoutLabels() throws IOException {
        ByteImages set = IdxFile.unlabelled(images);
        assertThat(set.describe()).isEqualTo("images: 2 images of 1x2x3 in 1 classes");
        float[] image = new float[6];
        set.read(1, image, 0);
        assertThat(image[5]).isEqualTo(1);
        assertThat(set.label(1)).isZero();
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> IdxFile.unlabelled(labels))
                .withMessageContaining("use the IDX file of the images");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> IdxFile.unlabelled(folder.resolve("none")))
                .withMessageContaining("there is no such file");
    }

    @Test
    void recognisesGzipByContent() throws IOException {
        Files.write(images, gzip(Files.readAllBytes(images)));
        assertIsTheToySet(read());
    }

    @Test
    void wrongMagicNumbersAreNamed() throws IOException {
        Files.write(images, idx(new byte[] {1, 0}, LABELS, 2));
        assertRefused(images, "0x00000801 (labels) found, but 0x00000803 (images) expected");
        Files.write(images, idx(PIXELS, 0x0D03, 2, 2, 3));
        assertRefused(
                images, "0x00000d03 (not an IDX file of bytes) found, but 0x00000803 (images)");
        Files.write(images, idx(PIXELS, IMAGES, 2, 2, 3));
        Files.write(labels, idx(PIXELS, IMAGES, 2, 2, 3));
        assertRefused(labels, "0x00000803 (images) found, but 0x00000801 (labels) expected");
    }

    @Test
    void lyingSizesAreNamed() throws IOException {
        Files.write(images, idx(PIXELS, IMAGES, 2, 2, 4));
        assertRefused(images, "announces 16 bytes of images, but it has 12");
        Files.write(images, idx(PIXELS, IMAGES, 1000, 1000, 1000));
        assertRefused(images, "announces 1000000000 bytes of images, but it has 12");
        Files.write(images, idx(PIXELS, IMAGES, 2, 2, 2));
        assertRefused(images, "more bytes than the 8");
        Files.write(images, idx(PIXELS, IMAGES, 2, 2, -3));
        assertRefused(images, "size -3 of dimension 2 is impossible");
        Files.write(images, idx(PIXELS, IMAGES, 2, 0, 3));
        assertRefused(images, "size 0 of dimension 1 is impossible");
        Files.write(images, idx(PIXELS, IMAGES, 1 << 30, 1 << 30, 1 << 30));
        assertRefused(images, "of dimension 1 is impossible");
    }

    @Test
    void cutFilesAreNamed() throws IOException {
        byte[] whole = Files.readAllBytes(images);
        byte[] zipped = gzip(whole);
        for (int n = 0; n < whole.length; n++) {
            Files.write(images, Arrays.copyOf(whole, n));
            assertRefused(images, "copy it again");
        }
        for (int n = 2; n < zipped.length; n++) {
            Files.write(images, Arrays.copyOf(zipped, n));
            assertRefused(images, "the gzip data is truncated");
        }
    }

    @Test
    void damagedGzipIsNamed() throws IOException {
        byte[] zipped = gzip(Files.readAllBytes(images));
        zipped[zipped.length - 6] ^= 1; // its checksum
        Files.write(images, zipped);
        assertRefused(images, "cannot be read (Corrupt GZIP trailer)");
    }

    @Test
    void imagesAndLabelsMustBelongTogether() throws IOException {
        Files.write(labels, idx(new byte[] {1, 0, 1}, LABELS, 3));
        assertRefused(labels, "contains 3 labels, but " + images + " contains 2 images");
        Files.write(labels, idx(new byte[] {1, 2}, LABELS, 2));
        assertRefused(labels, "label 2 of image 1 is outside of the 2 classes of toy");
        Files.write(labels, idx(new byte[] {-1, 1}, LABELS, 2));
        assertRefused(labels, "label 255 of image 0");
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        Files.delete(labels);
        assertRefused(labels, "there is no such file");
    }

    private ByteImages read() {
        return IdxFile.read("toy", images, labels, List.of("a", "b"));
    }

    private static void assertIsTheToySet(ByteImages set) {
        assertThat(set.describe()).isEqualTo("toy: 2 images of 1x2x3 in 2 classes");
        assertThat(set.label(0)).isEqualTo(1);
        assertThat(set.label(1)).isZero();
        float[] image = new float[6];
        set.read(1, image, 0);
        for (int i = 0; i < 6; i++) {
            assertThat(image[i]).isEqualTo(Pixels.normalize(PIXELS[6 + i] & 0xFF));
        }
    }

    private void assertRefused(Path file, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(this::read)
                .withMessageStartingWith(file + ": ")
                .withMessageContaining(message);
    }

    static byte[] idx(byte[] values, int magic, int... sizes) {
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * sizes.length + values.length).putInt(magic);
        for (int size : sizes) {
            out.putInt(size);
        }
        return out.put(values).array();
    }

    static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }
}
