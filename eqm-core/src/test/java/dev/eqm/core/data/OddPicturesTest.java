package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.eqm.core.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every format, colour type and tag, as Pillow 12.2.0 sees it: {@code pictures/make_odd.py}. */
class OddPicturesTest {
    private static final Map<String, byte[]> FILES = files();
    private static final String LINES = "expected.txt";

    @TempDir private Path folder;

    private static Map<String, byte[]> files() {
        Map<String, byte[]> all = new TreeMap<>();
        try (InputStream in = OddPicturesTest.class.getResourceAsStream("pictures/odd.zip");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                all.put(e.getName(), zip.readAllBytes());
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String[]> lines() {
        return new String(FILES.get(LINES), StandardCharsets.UTF_8).lines().map(l -> l.split("\t"));
    }

    static Stream<String> seen() {
        return lines().filter(l -> !l[1].equals("refused")).map(l -> String.join("\t", l));
    }

    static Stream<String> refused() {
        return lines().filter(l -> l[1].equals("refused")).map(l -> String.join("\t", l));
    }

    private Path file(String name) throws IOException {
        return Files.write(folder.resolve(name), FILES.get(name));
    }

    private static String hash(Picture picture) {
        return Sha256.of(picture.pixels()).substring(0, 16);
    }

    @ParameterizedTest
    @MethodSource("seen")
    void isWhatPillowSees(String line) throws IOException {
        String[] expected = line.split("\t");
        Path file = file(expected[0]);
        Picture rgb = PictureFile.read(file, 3);
        assertThat(rgb.width() + "x" + rgb.height()).isEqualTo(expected[1]);
        assertThat(hash(rgb)).as("RGB").isEqualTo(expected[2]);
        assertThat(hash(PictureFile.read(file, 1))).as("grey").isEqualTo(expected[3]);
        Picture over = PictureFile.readOver(file, 3, Rgb.of("#20c0ff"));
        assertThat(hash(over)).as("over a background").isEqualTo(expected[4]);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedByName(String line) throws IOException {
        String[] expected = line.split("\t");
        Path file = file(expected[0]);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> PictureFile.read(file, 3))
                .withMessageStartingWith(file + ": cannot be read as an image (")
                .withMessageContaining(expected[2]);
    }

    @Test
    void nothingIsLeftOut() {
        assertThat(seen().count()).isEqualTo(176);
        assertThat(refused().count()).isEqualTo(15);
        assertThat(FILES).hasSize(176 + 15 + 1);
    }
}
