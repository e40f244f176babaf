package dev.eqm.core.data.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageDigest;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.data.PictureFolder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarPicturesTest {
    private static final int SIDE = 8;

    @TempDir private Path temp;

    static byte[] jpeg(int seed) {
        Random random = new Random(seed);
        int w = 10 + random.nextInt(30);
        int h = 10 + random.nextInt(30);
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < w * h; i++) {
            image.setRGB(i % w, i / w, random.nextInt(1 << 24));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpg", out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static float[] read(ImageSource source, int index) {
        float[] one = new float[source.shape().elementCount()];
        source.read(index, one, 0);
        return one;
    }

    private TarPictures open(Path place) {
        return TarPictures.open(place, SIDE, 3);
    }

    private Path old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        return file;
    }

    private void refused(TestTar tar, String... told) throws IOException {
        Path file = tar.write(temp.resolve("bad.tar"));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("bad.tar")
                .hasMessageContainingAll(told);
        assertThat(temp.resolve("bad.tar.index")).doesNotExist();
    }

    /** The three forms hold what the class folders hold. */
    @Test
    void foldersTarOfFoldersAndTarOfTarsAreTheSame() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("set"));
        TestTar folders = new TestTar().folder("train");
        TestTar tars = new TestTar();
        String[] classes = {"n01", "n02"};
        String longName = "x".repeat(120);
        for (String name : new String[] {"n02", "n01"}) { // not in the order of their names
            Files.createDirectory(folder.resolve(name));
            TestTar inner = new TestTar();
            folders.folder("train/" + name);
            for (int i = 0; i < 3; i++) {
                byte[] bytes = jpeg(Arrays.asList(classes).indexOf(name) * 3 + i);
                String file = (i == 2 ? longName : i) + ".JPEG";
                Files.write(folder.resolve(name).resolve(file), bytes);
                if (i == 1) {
                    folders.pax("train/" + name + "/" + file, bytes);
                } else {
                    folders.file("train/" + name + "/" + file, bytes);
                }
                inner.file(file, bytes);
            }
            folders.file("train/" + name + "/notes.txt", "no picture");
            tars.file(name + ".tar", inner.bytes());
        }
        Path one = folders.write(temp.resolve("folders.tar"));
        Path two = tars.write(temp.resolve("tars.tar"));
        PictureFolder want = PictureFolder.classes(folder, SIDE, 3);
        for (Path place : new Path[] {one, two}) {
            TarPictures got = open(place);
            assertThat(got.classNames()).isEqualTo(want.classNames());
            assertThat(got.size()).isEqualTo(6);
            for (int i = 0; i < 6; i++) {
                assertThat(got.label(i)).isEqualTo(want.label(i));
                assertThat(read(got, i)).isEqualTo(read(want, i));
            }
            assertThat(ImageDigest.of(got)).isEqualTo(ImageDigest.of(want));
        }
    }

    @Test
    void pairsOfSeveralShardsHaveTheirNumbers() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("shards"));
        new TestTar()
                .file("000.jpg", jpeg(0))
                .file("000.cls", "2\n")
                .file("001.cls", "0")
                .file("001.jpg", jpeg(1))
                .write(folder.resolve("b-1.tar"));
        new TestTar()
                .file("./a/000.jpg", jpeg(2))
                .file("./a/000.json", "{\"label\": 1, \"width\": 3}")
                .file("./b/000.jpg", jpeg(3))
                .file("./b/000.json", "{\"cls\": 3}")
                .file("./b/000.txt", "a caption")
                .write(folder.resolve("b-2.tar"));
        Files.writeString(folder.resolve("README"), "no tar file");
        TarPictures got = open(folder);
        int[] labels = new int[4];
        Arrays.setAll(labels, got::label);
        assertThat(labels).containsExactly(2, 0, 1, 3);
        assertThat(got.classNames()).containsExactly("0", "1", "2", "3");
        Files.write(temp.resolve("3.jpg"), jpeg(3));
        PictureFolder want = PictureFolder.flat(temp, SIDE, 3);
        assertThat(read(got, 3)).isEqualTo(read(want, 0));
        assertThat(got.files()).hasSize(2);
        assertThat(got.describe()).contains("4 images of 3x8x8 in 4 classes, in 2 tar files");
    }

    @Test
    void theIndexIsUsedUntilTheTarChanges() throws IOException {
        Path file = old(new TestTar().file("a/0.jpg", jpeg(0)).write(temp.resolve("x.tar")));
        assertThat(open(file).size()).isEqualTo(1);
        Path index = temp.resolve("x.tar.index");
        assertThat(index).exists();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, new byte[bytes.length]); // no tar any more, but of the same size
        old(file);
        assertThat(open(file).size()).isEqualTo(1);
        new TestTar().file("a/0.jpg", jpeg(0)).file("b/1.jpg", jpeg(1)).write(file);
        assertThat(open(file).size()).isEqualTo(2);
        old(file);
        open(file);
        Files.writeString(index, Files.readString(index).replace("\ta\n", "\tc\n"));
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("x.tar.index", "damaged", "remove it");
    }

    @Test
    void badTarFilesAreRefused() throws IOException {
        refused(new TestTar().file("a.jpg", jpeg(0)).file("b.cls", "1"), "a.jpg has no label");
        refused(
                new TestTar().file("a.jpg", jpeg(0)).file("a.cls", "1").file("b.cls", "1"),
                "b.cls is a label without an image");
        refused(
                new TestTar()
                        .file("a.jpg", jpeg(0))
                        .file("a.cls", "1")
                        .file("a.json", "{\"label\":2}"),
                "a.cls and a.json give different labels");
        refused(
                new TestTar().file("a.jpg", jpeg(0)).file("a.png", jpeg(0)).file("a.cls", "1"),
                "a.jpg and a.png belong to one sample");
        refused(new TestTar().file("a.jpg", jpeg(0)).file("a.cls", "-1"), "a.cls", "'-1'");
        refused(new TestTar().file("a.jpg", jpeg(0)).file("a.cls", "dog"), "a.cls", "'dog'");
        refused(new TestTar().file("a.jpg", jpeg(0)).file("a.json", "{\"label\":"), "not JSON");
        refused(new TestTar().file("a.jpg", jpeg(0)).file("a.json", "{\"x\":1}"), "\"label\"");
        refused(new TestTar().file("a.txt", "hello"), "contains no images");
    }

    @Test
    void cutTarFilesAreRefused() throws IOException {
        TestTar tar = new TestTar().file("a/0.jpg", jpeg(0)).file("a/1.jpg", jpeg(1));
        byte[] whole = tar.bytes();
        Path file = temp.resolve("cut.tar");
        for (int length = 0; length < whole.length - 512; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> open(file))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(DataException.class)
                    .hasMessageContainingAll("cut.tar", "cut or damaged; copy it again");
        }
        byte[] damaged = whole.clone();
        damaged[3] ^= 1;
        Files.write(file, damaged);
        assertThatThrownBy(() -> open(file)).hasMessageContaining("is not a tar file");
        Files.write(file, whole);
        assertThat(open(file).size()).isEqualTo(2);
    }

    @Test
    void aDamagedPictureIsToldWithItsPlace() throws IOException {
        byte[] bytes = Arrays.copyOf(jpeg(0), 200);
        Path file = new TestTar().file("a/0.jpg", bytes).write(temp.resolve("x.tar"));
        assertThatThrownBy(() -> read(open(file), 0))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("x.tar", "byte 512", "cannot be read as an image");
    }

    @Test
    void placesWithoutTarFilesAreRefused() throws IOException {
        assertThatThrownBy(() -> open(temp)).hasMessageContaining("contains no tar files");
        assertThatThrownBy(() -> open(temp.resolve("gone.tar"))).hasMessageContaining("no such");
        assertThat(TarPictures.isIn(temp)).isFalse();
        new TestTar().file("a/0.jpg", jpeg(0)).write(temp.resolve("x.tar"));
        new TestTar().file("0.jpg", jpeg(0)).file("0.cls", "1").write(temp.resolve("y.tar"));
        assertThat(TarPictures.isIn(temp)).isTrue();
        assertThatThrownBy(() -> open(temp)).hasMessageContaining("make them alike");
    }
}
