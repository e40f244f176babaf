package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFolderTest {
    @TempDir Path folder;

    @BeforeEach
    void twoClassesOfDifferentFormats() throws IOException {
        put("birds/a.png", "rgb.png");
        put("birds/deep/er/b.JPG", "rgb.jpg");
        put("ants/z.bmp", "rgb.bmp");
        put("birds/.cache/thumb.png", "rgb.png");
        put(".git/x.png", "rgb.png");
        Files.writeString(folder.resolve("birds/notes.txt"), "not a picture");
        Files.writeString(folder.resolve("README.md"), "not a picture");
    }

    private void put(String place, String picture) throws IOException {
        Path file = folder.resolve(place);
        Files.createDirectories(file.getParent());
        Files.write(file, PictureFileTest.bytes(picture));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, PictureFolder.MEMORY})
    void classesAreTheSortedFolders(long memory) {
        PictureFolder source = PictureFolder.classes(folder, 8, 3, memory);
        assertThat(source.classNames()).containsExactly("ants", "birds");
        assertThat(source.shape()).isEqualTo(new ImageShape(3, 8, 8));
        assertThat(source.size()).isEqualTo(3);
        int[] labels = {source.label(0), source.label(1), source.label(2)};
        assertThat(labels).containsExactly(0, 1, 1);
        assertThat(source.file(2)).isEqualTo(folder.resolve("birds/deep/er/b.JPG"));
        assertThat(source.describe())
                .contains("3 images of 3x8x8 in 2 classes", memory == 0 ? "each time" : "memory");

        float[] into = new float[1 + 3 * 64];
        source.read(2, into, 1);
        Picture cropped =
                new CenterCrop(8).apply(PictureFile.read(folder.resolve("birds/deep/er/b.JPG"), 3));
        for (int i = 0; i < 3 * 64; i++) {
            int level = cropped.pixels()[i % 64 * 3 + i / 64] & 0xFF;
            assertThat(into[1 + i]).isEqualTo(Pixels.normalize(level));
        }
    }

    @Test
    void oneFolderIsOneClass() {
        PictureFolder source = PictureFolder.flat(folder, 4, 1);
        assertThat(source.size()).isEqualTo(3);
        assertThat(source.classes()).isEqualTo(1);
        assertThat(source.label(2)).isZero();
        assertThat(source.shape()).isEqualTo(new ImageShape(1, 4, 4));
        assertThat(new Batches(source, 2, 0, true).at(7).pixels()).hasSize(32);
    }

    @Test
    void aSmallSetIsCheckedWhenItIsOpened() throws IOException {
        Path bad = Files.writeString(folder.resolve("birds/a.png"), "damaged");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PictureFolder.classes(folder, 8, 3))
                .withMessageStartingWith(bad + ": cannot be read as an image");
    }

    @Test
    void aLargeSetTellsADamagedPictureWhenItsTurnComes() throws IOException {
        Path bad = Files.writeString(folder.resolve("birds/a.png"), "damaged");
        PictureFolder source = PictureFolder.classes(folder, 8, 3, 100);
        float[] into = new float[3 * 64];
        source.read(0, into, 0);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> source.read(1, into, 0))
                .withMessageStartingWith(bad + ": cannot be read as an image");
    }

    @Test
    void whatIsNotAsItShouldBeIsNamed() throws IOException {
        refused(folder.resolve("none"), "there is no such folder");
        refused(Files.createDirectory(folder.resolve("birds/empty")), "contains no class folders");
        Path empty = Files.createDirectory(folder.resolve("cats"));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PictureFolder.classes(folder, 8, 3))
                .withMessageStartingWith(empty + ": is a class without images");
        put("loose.png", "rgb.png");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PictureFolder.classes(folder, 8, 3))
                .withMessageStartingWith(folder.resolve("loose.png") + ": lies next to")
                .withMessageContaining("'pictures'");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PictureFolder.flat(empty, 8, 3))
                .withMessageContaining("contains no images");
    }

    private static void refused(Path path, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PictureFolder.classes(path, 8, 3))
                .withMessageStartingWith(path + ": ")
                .withMessageContaining(message);
    }
}
