package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.NpzImages.Layout;
import dev.eqm.core.data.NpzImages.Range;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzImagesTest {
    private static final byte[] BYTES = new byte[2 * 2 * 4 * 3];

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void countUp() {
        file = folder.resolve("set.npz");
        for (int i = 0; i < BYTES.length; i++) {
            BYTES[i] = (byte) (5 * i);
        }
    }

    @Test
    void channelsMayComeLastOrFirst() {
        write(TensorData.of(BYTES, 2, 2, 4, 3), TensorData.of(new long[] {4, 0}, 2));
        ImageSource last = NpzImages.open(file, 5, Layout.AUTO);
        assertThat(last.shape()).isEqualTo(new ImageShape(3, 2, 4));
        assertThat(last.label(0)).isEqualTo(4);
        float[] image = new float[24];
        last.read(1, image, 0);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 8; i++) {
                int level = BYTES[24 + 3 * i + c] & 0xFF;
                assertThat(image[8 * c + i]).isEqualTo(Pixels.normalize(level));
            }
        }
        write(TensorData.of(BYTES, 2, 3, 2, 4), TensorData.of(new long[2], 2));
        ImageSource first = NpzImages.open(file, 5, Layout.AUTO);
        first.read(1, image, 0);
        assertThat(image[9]).isEqualTo(Pixels.normalize(BYTES[33] & 0xFF));
        assertThat(first.describe()).contains("set.npz: 2 images of 3x2x4");
    }

    @Test
    void greyImagesNeedNoChannels() {
        write(TensorData.of(BYTES, 6, 2, 4), null);
        ImageSource grey = NpzImages.open(file, 1, Layout.AUTO);
        assertThat(grey.shape()).isEqualTo(new ImageShape(1, 2, 4));
        assertThat(grey.size()).isEqualTo(6);
        assertThat(grey.label(5)).isZero();
    }

    @Test
    void floatsAreInTheModelsUnits() {
        float[] values = new float[24];
        values[3] = -1;
        values[23] = 0.25f;
        write(TensorData.of(values, 1, 2, 4, 3), null);
        float[] image = new float[24];
        NpzImages.open(file, 1, Layout.AUTO).read(0, image, 0);
        assertThat(image[1]).isEqualTo(-1);
        assertThat(image[23]).isEqualTo(0.25f);
        for (double wrong : new double[] {1.5, 255, Double.NaN}) {
            write(TensorData.of(new double[] {0, 0, 0, wrong}, 2, 1, 2, 1), null);
            refused(1, Layout.NHWC, "image 1 contains " + (float) wrong, "[-1, 1]");
        }
    }

    /** Numbers in [0, 1] may be pictures that nobody scaled: told, and read as asked. */
    @Test
    void floatsFromZeroOnAreToldAndCanBeScaled() {
        write(TensorData.of(new float[] {0, 0.25f, 0.5f, 1}, 1, 2, 2, 1), null);
        ImageSource assumed = NpzImages.open(file, 1, Layout.AUTO);
        assertThat(assumed.warnings())
                .singleElement()
                .asString()
                .contains("read as [-1, 1]", "data.source.range to unit", "2 * x - 1");
        assertThat(new ImageSubset(assumed, new int[] {0}).warnings()).hasSize(1);
        assertThat(read(assumed)).containsExactly(0, 0.25f, 0.5f, 1);
        ImageSource unit = NpzImages.open(file, 1, Layout.AUTO, Range.UNIT);
        assertThat(unit.warnings()).isEmpty();
        assertThat(read(unit)).containsExactly(-1, -0.5f, 0, 1);
        assertThat(NpzImages.open(file, 1, Layout.AUTO, Range.SIGNED).warnings()).isEmpty();
        write(TensorData.of(new float[] {-0.1f, 0.25f, 0.5f, 1}, 1, 2, 2, 1), null);
        assertThat(NpzImages.open(file, 1, Layout.AUTO).warnings()).isEmpty();
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NpzImages.open(file, 1, Layout.AUTO, Range.UNIT))
                .withMessageContaining("floats must lie in [0, 1]");
    }

    private static float[] read(ImageSource source) {
        float[] image = new float[4];
        source.read(0, image, 0);
        return image;
    }

    @Test
    void aBareArrayIsNoArchive() throws IOException {
        Path array = folder.resolve("a.npy");
        Files.write(array, new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        assertThatThrownBy(() -> NpzImages.open(array, Layout.AUTO))
                .hasMessageContaining("is a single numpy array (.npy), not an archive")
                .hasMessageContaining("numpy.savez(");
    }

    @Test
    void whatDoesNotFitIsNamed() {
        TensorData images = TensorData.of(BYTES, 2, 2, 4, 3);
        write(images, TensorData.of(new long[] {0, 5}, 2));
        refused(5, Layout.AUTO, "label 5 of image 1", "[0, 5)");
        write(images, TensorData.of(new long[3], 3));
        refused(5, Layout.AUTO, "labels must be 2 integers", "I64[3]");
        write(images, null);
        refused(5, Layout.AUTO, "has no 'labels'", "1 class, not 5");
        assertThat(NpzImages.open(file, 1, Layout.NCHW).shape()).isEqualTo(new ImageShape(2, 4, 3));
        write(TensorData.of(BYTES, 2, 3, 8, 1), null);
        refused(1, Layout.AUTO, "first or last", "nhwc or nchw");
        write(TensorData.of(BYTES, 2, 2, 2, 6), null);
        refused(1, Layout.AUTO, "neither 1 nor 3 channels");
        write(TensorData.of(BYTES, 2, 3, 2, 4), null);
        assertThat(NpzImages.open(file, 1, Layout.AUTO).shape().channels()).isEqualTo(3);
        write(TensorData.of(BYTES, 2, 6, 1, 4), null);
        refused(1, Layout.AUTO, "4 channels (RGBA?)", "without alpha: images[..., :3]");
        write(TensorData.of(BYTES, 2, 24), null);
        refused(1, Layout.AUTO, "U8[2, 24]");
        write(TensorData.of(new byte[0], 0, 2, 2, 3), null);
        refused(1, Layout.AUTO, "U8[0, 2, 2, 3]");
        Npz.write(file, Map.of("pictures", images));
        refused(1, Layout.AUTO, "no array 'images' or 'arr_0'", "[pictures]");
    }

    private void write(TensorData images, TensorData labels) {
        Map<String, TensorData> arrays = new LinkedHashMap<>();
        arrays.put("arr_0", images);
        if (labels != null) {
            arrays.put("arr_1", labels);
        }
        Npz.write(file, arrays);
    }

    private void refused(int classes, Layout layout, String... words) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> NpzImages.open(file, classes, layout))
                .withMessageStartingWith(file + ": ")
                .withMessageContainingAll(words);
    }
}
