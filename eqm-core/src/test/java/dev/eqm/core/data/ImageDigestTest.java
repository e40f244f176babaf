package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageDigestTest {
    private static final long NONE = 0; // floats: files are looked at instead

    @TempDir private Path folder;

    private Path set;

    @BeforeEach
    void threePictures() throws IOException {
        set = folder.resolve("set");
        for (String name : List.of("ant/a.png", "bee/b.png", "bee/c.png")) {
            Path file = set.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, PictureFileTest.bytes("rgb.png"));
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
        }
    }

    private String digest(long most) {
        return ImageDigest.of(PictureFolder.classes(set, 8, 3), most);
    }

    private String digest() {
        return digest(1 << 20);
    }

    private static ByteImages images(byte[] pixels, int[] labels, String... names) {
        return new ByteImages("x", new ImageShape(1, 1, 2), pixels, labels, List.of(names));
    }

    @Test
    void everyPartOfASetCounts() {
        byte[] pixels = {1, 2, 3, 4};
        String known = ImageDigest.of(images(pixels, new int[] {0, 1}, "a", "b"));
        assertThat(ImageDigest.of(images(pixels.clone(), new int[] {0, 1}, "a", "b")))
                .isEqualTo(known)
                .hasSize(64);
        assertThat(
                        List.of(
                                ImageDigest.of(images(pixels, new int[] {0, 0}, "a", "b")),
                                ImageDigest.of(images(pixels, new int[] {0, 1}, "b", "a")),
                                ImageDigest.of(images(pixels, new int[] {0, 1}, "a", "b", "c")),
                                ImageDigest.of(
                                        images(
                                                new byte[] {1, 2, 3, 5},
                                                new int[] {0, 1},
                                                "a",
                                                "b"))))
                .doesNotContain(known)
                .doesNotHaveDuplicates();
    }

    @Test
    void bytesInMemoryAreReadWholeHoweverMany() {
        byte[] other = {1, 2, 3, 4, 5, 6};
        ImageSource one = images(new byte[] {1, 2, 3, 4, 5, 7}, new int[3], "a");
        assertThat(ImageDigest.of(one, 2))
                .isNotEqualTo(ImageDigest.of(images(other, new int[3], "a"), 2));
    }

    @Test
    void namesOfClassesAreNotRunTogether() {
        byte[] pixels = {1, 2};
        assertThat(ImageDigest.of(images(pixels, new int[1], "a, b", "c")))
                .isNotEqualTo(ImageDigest.of(images(pixels, new int[1], "a", "b, c")));
    }

    @Test
    void aFolderIsKnownByItsPicturesWhateverTheirTimes() throws IOException {
        String known = digest();
        Files.setLastModifiedTime(set.resolve("bee/c.png"), FileTime.fromMillis(2_000_000));
        assertThat(digest()).isEqualTo(known);
        Files.write(set.resolve("bee/c.png"), PictureFileTest.bytes("rgba.png"));
        assertThat(digest()).isNotEqualTo(known);
    }

    /** A renamed class moves to another place, so all labels mean something else. */
    @Test
    void aRenamedClassIsNoticed() throws IOException {
        String known = digest();
        String byFiles = digest(NONE);
        Files.move(set.resolve("ant"), set.resolve("zebra"));
        assertThat(digest()).isNotEqualTo(known);
        assertThat(digest(NONE)).isNotEqualTo(byFiles);
    }

    @Test
    void aLargeSetIsKnownByNamesSizesAndTimesOfItsFiles() throws IOException {
        String known = digest(NONE);
        assertThat(digest(NONE)).isEqualTo(known);
        Files.setLastModifiedTime(set.resolve("bee/c.png"), FileTime.fromMillis(2_000_000));
        String touched = digest(NONE);
        assertThat(touched).isNotEqualTo(known);
        Files.setLastModifiedTime(set.resolve("bee/c.png"), FileTime.fromMillis(1_000_000));
        assertThat(digest(NONE)).isEqualTo(known);
        Path moved = Files.move(set, folder.resolve("elsewhere"));
        set = moved;
        assertThat(digest(NONE)).as("moved").isEqualTo(known);
        Files.write(set.resolve("bee/c.png"), PictureFileTest.bytes("rgba.png"));
        Files.setLastModifiedTime(set.resolve("bee/c.png"), FileTime.fromMillis(1_000_000));
        assertThat(digest(NONE)).as("of another size").isNotEqualTo(known);
        assertThat(ImageDigest.isOfFiles(PictureFolder.classes(set, 8, 3))).isFalse();
    }
}
