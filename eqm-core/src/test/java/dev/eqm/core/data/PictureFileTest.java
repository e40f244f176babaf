package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
    private static final Map<String, TensorData> SEEN = arrays("pictures.npz");

    @TempDir Path folder;

    static Stream<String> names() {
        return SEEN.keySet().stream().filter(k -> k.endsWith(".l")).map(k -> k.replace(".l", ""));
    }

    @ParameterizedTest
    @MethodSource("names")
    void seesWhatPillowSees(String name) throws IOException {
        Path path = copy(name);
        assertThat(PictureFile.read(path, 3).pixels()).isEqualTo(SEEN.get(name + ".rgb").bytes());
        Picture grey = PictureFile.read(path, 1);
        assertThat(grey.pixels()).isEqualTo(SEEN.get(name + ".l").bytes());
        assertThat(List.of(grey.height(), grey.width(), grey.channels()))
                .isEqualTo(List.of(18, 23, 1));
    }

    /** RGBA, grey and palette with transparency, and a picture without. */
    @ParameterizedTest
    @ValueSource(strings = {"rgba.png", "la.png", "palette.png", "rgb.png"})
    void blendsAsPillowDoes(String name) throws IOException {
        Rgb background = Rgb.of("#20c0ff");
        Map<String, TensorData> over = arrays("over.npz");
        Path path = copy(name);
        assertThat(PictureFile.readOver(path, 3, background).pixels())
                .isEqualTo(over.get(name + ".rgb").bytes());
        assertThat(PictureFile.readOver(path, 1, background).pixels())
                .isEqualTo(over.get(name + ".l").bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "white", "ffffff", "#fffff", "#fffffff", "#ggffff", "#-1ffff"})
    void coloursAreHexadecimal(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Rgb.of(text))
                .withMessageContaining("a colour must be written");
        assertThat(Rgb.of("#0aFf80")).isEqualTo(new Rgb(10, 255, 128)).hasToString("#0aff80");
    }

    @ParameterizedTest
    @MethodSource("names")
    void aCutFileIsRefusedByName(String name) throws IOException {
        byte[] whole = bytes(name);
        for (int length : new int[] {1, 10, whole.length / 2, whole.length - 9}) {
            Path path = Files.write(folder.resolve(name), Arrays.copyOf(whole, length));
            assertRefused(path, "replace or remove it");
        }
    }

    @Test
    void aChecksumThatDiffersIsDamage() throws IOException {
        byte[] bytes = bytes("rgb.png");
        bytes[bytes.length / 2] ^= 4;
        assertRefused(Files.write(folder.resolve("x.png"), bytes), "checksum");
    }

    /** A JPEG whose entropy-coded data are damaged in the middle decodes with a warning only. */
    @Test
    void damageInsideOfAJpegIsNotPassedOver() throws IOException {
        byte[] bytes = bytes("rgb.jpg");
        int scan = bytes.length - 100;
        bytes[scan] = (byte) 0xFF;
        bytes[scan + 1] = (byte) 0xD9;
        assertRefused(Files.write(folder.resolve("x.jpg"), bytes), "premature end");
    }

    @Test
    void bombsAreRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] png = bytes("rgb.png");
        png[18] = 2; // 535 columns of 530 rows: possible, but not with these data
        png[22] = 2;
        assertRefused(
                Files.write(folder.resolve("x.png"), repaired(png)), "declares more pixels than");
        png[16] = 1;
        assertRefused(Files.write(folder.resolve("x.png"), png), "too many");
        byte[] gif = bytes("rgb.gif");
        int frame = indexOf(gif, new byte[] {',', 0, 0, 0, 0, 23, 0, 18, 0});
        gif[frame + 6] = 0x1F; // 7,959 columns
        gif[frame + 8] = 0x1F;
        assertRefused(
                Files.write(folder.resolve("x.gif"), gif), "no real image is compressed that much");
    }

    private static int indexOf(byte[] bytes, byte[] piece) {
        int at = 0;
        while (!Arrays.equals(bytes, at, at + piece.length, piece, 0, piece.length)) {
            at++;
        }
        return at;
    }

    @Test
    void otherFilesAreNoPictures() throws IOException {
        assertRefused(Files.writeString(folder.resolve("x.png"), "hello"), "not PNG, JPEG");
        assertRefused(Files.write(folder.resolve("y.png"), new byte[0]), "the file is empty");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PictureFile.read(folder.resolve("z.png"), 3))
                .withMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png", "B.JPG", "c.x.jpeg", "d.webp", "e.GIF", "f.bmp", "g.tiff"})
    void picturesAreKnownByTheirNames(String name) {
        assertThat(PictureFile.isNamedSo(Path.of("some", name))).isTrue();
        assertThat(PictureFile.isNamedSo(Path.of("some", name + ".txt"))).isFalse();
    }

    private static byte[] repaired(byte[] png) {
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        return png;
    }

    private static void assertRefused(Path path, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PictureFile.read(path, 3))
                .withMessageStartingWith(path + ": ")
                .withMessageContaining(message);
    }

    private Path copy(String name) throws IOException {
        return Files.write(folder.resolve(name), bytes(name));
    }

    static byte[] bytes(String name) {
        try (InputStream in = PictureFileTest.class.getResourceAsStream("pictures/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, TensorData> arrays(String name) {
        try (InputStream in = PictureFileTest.class.getResourceAsStream("pictures/" + name)) {
            return Npz.read(in, name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
