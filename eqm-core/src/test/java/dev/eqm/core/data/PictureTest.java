package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    private static final Picture GREY = new Picture(new byte[] {0, 100, -1, 7}, 2, 2, 1);
    private static final Picture RGB = new Picture(new byte[] {1, 2, 3, -4, 5, 6}, 1, 2, 3);

    @Test
    void imagesAndPicturesAreTheSameLevels() {
        for (Picture picture : new Picture[] {GREY, RGB}) {
            assertThat(Picture.of(picture.toImage())).isEqualTo(picture);
        }
        assertThat(GREY.toImage().getType()).isEqualTo(BufferedImage.TYPE_BYTE_GRAY);
        assertThat(GREY.toImage().getRaster().getSample(1, 0, 0)).isEqualTo(100);
        assertThat(Picture.of(GREY.toImage(), 3).channels()).isEqualTo(3);
        assertThat(GREY.toFloats())
                .containsExactly(-1, Pixels.normalize(100), 1, Pixels.normalize(7));
        assertThat(RGB.toFloats())
                .containsExactly(
                        Pixels.normalize(1),
                        Pixels.normalize(252),
                        Pixels.normalize(2),
                        Pixels.normalize(5),
                        Pixels.normalize(3),
                        Pixels.normalize(6));
    }

    @Test
    void isWrittenAsPng(@TempDir Path folder) {
        RGB.write(folder.resolve("rgb.PNG"));
        assertThat(Png.read(folder.resolve("rgb.PNG"))).isEqualTo(RGB);
        assertThatThrownBy(() -> RGB.write(folder.resolve("rgb.jpg")))
                .hasMessageContaining("the name must end in .png")
                .hasMessageContaining("toImage()");
        assertThatThrownBy(() -> RGB.write(folder.resolve("none/rgb.png")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does its folder exist?");
        assertThatThrownBy(() -> Picture.of(RGB.toImage(), 2))
                .hasMessage("channels must be 1 or 3, got 2");
    }
}
