package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A package made by hand as npm's emoji-datasource-google is. */
class EmojiFolderTest {
    private static final Rgb WHITE = new Rgb(255, 255, 255);
    private static final String INDEX =
            """
            [{"short_name": "wave", "image": "1f44b.png", "category": "People & Body",
              "has_img_google": true,
              "skin_variations": {
                "1F3FB": {"image": "1f44b-1f3fb.png", "has_img_google": true},
                "1F3FC": {"image": "1f44b-1f3fc.png", "has_img_google": false}}},
             {"short_name": "dog", "image": "1f415.png", "category": "Animals & Nature",
              "has_img_google": true},
             {"short_name": "none", "image": "none.png", "category": "Nothing",
              "has_img_google": false}]
            """;

    @TempDir Path folder;
    private Path pictures;

    @BeforeEach
    void threePictures() throws IOException {
        pictures = Files.createDirectories(folder.resolve("img/google/64"));
        Files.writeString(folder.resolve("emoji.json"), INDEX);
        picture("1f44b.png", 0xFFFF0000); // red
        picture("1f44b-1f3fb.png", 0x8000FF00); // green, half transparent
        picture("1f415.png", 0x000000FF); // blue, not to be seen
    }

    private void picture(String name, int argb) throws IOException {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, i % 2 == 0 ? argb : 0xFF000000); // stripes of black
        }
        ImageIO.write(image, "png", pictures.resolve(name).toFile());
    }

    private static int[] levels(ImageSource source, int index) {
        float[] into = new float[source.shape().elementCount()];
        source.read(index, into, 0);
        int plane = into.length / 3;
        int[] levels = new int[3];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < plane; i++) {
                assertThat(into[c * plane + i]).isEqualTo(into[c * plane]);
            }
            levels[c] = Math.round((into[c * plane] + 1) / 2 * 255);
        }
        return levels;
    }

    @Test
    void categoriesAreClassesAndMeansArePixels() {
        ByteImages all = EmojiFolder.open(folder, 32, WHITE, true);
        assertThat(all.describe()).isEqualTo("emoji (google): 3 images of 3x32x32 in 2 classes");
        assertThat(all.classNames()).containsExactly("Animals & Nature", "People & Body");
        int[] labels = {all.label(0), all.label(1), all.label(2)};
        assertThat(labels).containsExactly(1, 1, 0);
        assertThat(levels(all, 0)).containsExactly(128, 0, 0); // 2x2: half red, half black
        assertThat(levels(all, 1)).containsExactly(64, 128, 64); // (127, 255, 127) over white
        assertThat(levels(all, 2)).containsExactly(128, 128, 128); // white between the stripes
    }

    @Test
    void tonesAndBackgroundAreChosen() {
        ByteImages plain = EmojiFolder.open(folder, 16, Rgb.of("#0080ff"), false);
        assertThat(plain.size()).isEqualTo(2);
        assertThat(plain.shape()).isEqualTo(new ImageShape(3, 16, 16));
        assertThat(levels(plain, 1)).containsExactly(0, 64, 128);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[                            | cannot be read (JSON, offset",
                "{} | is not a list of emoji",
                "[] | lists no image of 'google'",
                "[7] | entry 0 is not an object",
                "[{\"short_name\": \"a\"}]    | entry 0 ('a') has no string 'category'",
                "[{\"category\": \"a\"}]      | lacks has_img_google",
                "[{\"category\": \"a\", \"has_img_google\": true}] | has no string 'image'",
                "[{\"category\": \"a\", \"has_img_google\": true, \"image\": \"../a.png\"}]"
                        + " | calls its image '../a.png'",
                "[{\"category\": \"a\", \"has_img_google\": true, \"image\": \"b.png\"}]"
                        + " | is missing, but emoji.json lists it",
                "[{\"category\": \"a\", \"has_img_google\": false, \"skin_variations\": 1}]"
                        + " | is not an object",
            })
    void wrongListsAreRefused(String index, String message) throws IOException {
        Files.writeString(folder.resolve("emoji.json"), index);
        refused(folder, message);
    }

    @Test
    void wrongFoldersAreRefused() throws IOException {
        Path none = folder.resolve("none");
        refused(none, none.resolve("emoji.json") + ": is missing");
        refused(none, "npm pack emoji-datasource-google@16.0.0");
        Files.createDirectories(folder.resolve("img/apple/64"));
        refused(folder, "VENDOR/64 of exactly one vendor, got [apple, google]");
        Files.delete(folder.resolve("img/apple/64"));
        Files.writeString(pictures.resolve("1f415.png"), "damaged");
        refused(folder, pictures.resolve("1f415.png") + ": cannot be read as an image");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmojiFolder.open(folder, 65, WHITE, true))
                .withMessage("size must lie in [1, 64], since the images are 64x64, got 65");
    }

    private static void refused(Path folder, String message) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> EmojiFolder.open(folder, 32, WHITE, true))
                .withMessageContaining(message);
    }
}
