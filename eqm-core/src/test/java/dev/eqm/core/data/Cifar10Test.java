package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10Test {
    private static final int RECORD = 3073;

    @TempDir private Path folder;

    /** Records whose label is their number and whose pixel j of record i is i + 3j, modulo 256. */
    private Path batch(String name, int first, int records) throws IOException {
        byte[] bytes = new byte[records * RECORD];
        for (int i = 0; i < records; i++) {
            bytes[i * RECORD] = (byte) ((first + i) % 10);
            for (int j = 0; j < RECORD - 1; j++) {
                bytes[i * RECORD + 1 + j] = (byte) (first + i + 3 * j);
            }
        }
        return Files.write(folder.resolve(name), bytes);
    }

    @Test
    void readsRecordsFileAfterFile() throws IOException {
        ByteImages images =
                Cifar10.read("some", List.of(batch("a.bin", 0, 4), batch("b.bin", 4, 4)), 4);
        assertThat(images.size()).isEqualTo(8);
        assertThat(images.shape()).isEqualTo(new ImageShape(3, 32, 32));
        assertThat(images.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
        float[] pixels = new float[3072];
        for (int i : new int[] {0, 3, 4, 7}) {
            assertThat(images.label(i)).isEqualTo(i);
            images.read(i, pixels, 0);
            assertThat(pixels[0]).isEqualTo(Pixels.normalize(i));
            assertThat(pixels[1024]).isEqualTo(Pixels.normalize(i + 3 * 1024 & 0xFF)); // green
        }
    }

    @Test
    void readsThePublishedTestFile() throws IOException {
        batch("test_batch.bin", 0, 10_000);
        ByteImages images = Cifar10.folder(folder, false);
        assertThat(images.describe())
                .isEqualTo("CIFAR-10 (test): 10000 images of 3x32x32 in 10 classes");
        assertThat(images.label(9_999)).isEqualTo(9);
    }

    @Test
    void refusesWhatIsNotCifar10() throws IOException {
        assertThatThrownBy(() -> Cifar10.folder(folder, true))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll(
                        "data_batch_1.bin", "is missing", "cifar-10-binary.tar.gz");
        Path cut = batch("cut.bin", 0, 3);
        assertThatThrownBy(() -> Cifar10.read("some", List.of(cut), 4))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("cut.bin", "9219 bytes", "4 records need 12292");
        byte[] wrong = Files.readAllBytes(cut);
        wrong[RECORD] = 10;
        Files.write(cut, wrong);
        assertThatThrownBy(() -> Cifar10.read("some", List.of(cut), 3))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("cut.bin", "image 1 has label 10", "CIFAR-100");
    }
}
