package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PngTest {
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({"grey,1", "rgb,3"})
    void readsWhatPythonWrote(String name, int channels) throws IOException {
        Picture picture = Png.read(copy(name + ".png"));
        assertThat(picture).isEqualTo(pattern(channels));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void everyLevelSurvives(int channels) throws IOException {
        byte[] pixels = new byte[256 * channels];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / channels + 85 * (i % channels));
        }
        Picture picture = new Picture(pixels, 8, 32, channels);
        Path path = folder.resolve("x.png");
        Png.write(path, picture);
        assertThat(Png.read(path)).isEqualTo(picture);

        byte[] first = Files.readAllBytes(path);
        assertThat(first[25]).as("colour type").isEqualTo((byte) (channels == 1 ? 0 : 2));
        Png.write(path, picture);
        assertThat(path).hasBinaryContent(first);
        assertThat(folder.toFile().list()).containsExactly("x.png");
    }

    @Test
    void theWrittenColoursAreRedGreenBlue() throws IOException {
        Path path = folder.resolve("x.png");
        Png.write(path, new Picture(new byte[] {1, 2, 3}, 1, 1, 3));
        assertThat(ImageIO.read(path.toFile()).getRGB(0, 0)).isEqualTo(0xFF010203);
    }

    @ParameterizedTest
    @CsvSource({
        "rgba,4 channels of 8 bits",
        "grey16,1 channels of 16 bits",
        "palette,1 channels of 8 bits with a palette"
    })
    void otherKindsAreRefused(String kind, String message) throws IOException {
        Path path = copy("refused_" + kind + ".png");
        assertRefused(path, message + " are not supported; convert it");
    }

    @Test
    void cutAndForeignFilesAreRefused() throws IOException {
        byte[] whole = bytes("rgb.png");
        for (int n = 0; n < whole.length; n++) {
            Path path = Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, n));
            assertRefused(path, "copy the file again");
        }
        ByteArrayOutputStream gif = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_BINARY), "gif", gif);
        assertRefused(Files.write(folder.resolve("gif.png"), gif.toByteArray()), "not a PNG");
        assertRefused(folder.resolve("none.png"), "there is no such file");
    }

    @Test
    void hugeClaimsAreRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] bytes = bytes("rgb.png");
        bytes[17] = 1; // the width: 2^16 + 7
        bytes[22] = 32; // the height: 2^13 + 6
        assertRefused(
                Files.write(folder.resolve("huge.png"), bytes),
                "cannot be read as a PNG (65543x8198 pixels are too many)");
    }

    @Test
    void aMissingFolderIsNamed() {
        Path path = folder.resolve("none/x.png");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Png.write(path, pattern(1)))
                .withMessageStartingWith(path + ": cannot be written")
                .withMessageContaining("folder");
    }

    @Test
    void picturesAreGreyOrRgb() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Picture(new byte[2], 1, 1, 2))
                .withMessageContaining("grey or RGB");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Picture(new byte[5], 1, 2, 3))
                .withMessage("[1, 2, 3] needs 6 bytes, got 5");
        byte[] batch = {1, 2, 3, 4};
        assertThat(Picture.of(batch, 1, 1, 2, 1).pixels()).containsExactly(3, 4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Picture.of(batch, 2, 1, 2, 1))
                .withMessage("image 2 is outside of a batch of 2");
    }

    /** What make_fixtures.py says. */
    private static Picture pattern(int channels) {
        byte[] pixels = new byte[6 * 7 * channels];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / channels % 7;
            int y = i / channels / 7;
            pixels[i] = (byte) (16 * y + 5 * x + 50 * (i % channels));
        }
        return new Picture(pixels, 6, 7, channels);
    }

    private static void assertRefused(Path path, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Png.read(path))
                .withMessageStartingWith(path + ": ")
                .withMessageContaining(message);
    }

    private Path copy(String name) throws IOException {
        return Files.write(folder.resolve(name), bytes(name));
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = PngTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }
}
