package dev.eqm.sample.plot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.Picture;
import dev.eqm.core.data.Png;
import dev.eqm.core.testing.PngTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngBytesTest {
    @TempDir private Path folder;

    /** Pixels and texts come back; the bytes depend on nothing else. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void textsAndPixelsComeBack(int channels) throws IOException {
        byte[] pixels = new byte[7 * 5 * channels];
        new Random(3).nextBytes(pixels);
        Picture picture = new Picture(pixels, 7, 5, channels);
        Map<String, String> texts =
                Map.of("Title", "caf\u00e9", "Labels", "Trouser \u2212 0.5 \u978b");
        byte[] bytes = PngBytes.of(picture, texts);
        Path file = Files.write(folder.resolve("a.png"), bytes);
        assertThat(Png.read(file)).isEqualTo(picture);
        assertThat(PngTexts.of(file))
                .containsAllEntriesOf(texts)
                .containsKey("Software")
                .hasSize(3);
        assertThat(PngBytes.of(picture, texts)).isEqualTo(bytes);
    }

    @Test
    void repeatedPixelsCostLittle() {
        byte[] pixels = new byte[900 * 900];
        assertThat(PngBytes.of(new Picture(pixels, 900, 900, 1), Map.of())).hasSizeLessThan(5000);
    }
}
