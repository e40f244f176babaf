package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final byte W = (byte) 255;

    @Test
    void laysImagesRowByRow() {
        byte[] batch = {1, 2, 3, 4, 5, 6}; // three images of 1 x 2, grey
        Picture grid = new ImageGrid(2, 1).arrange(batch, 3, 1, 2, 1);
        byte[] expected = {
            W, W, W, W, W, W, W, //
            W, 1, 2, W, 3, 4, W, //
            W, W, W, W, W, W, W, //
            W, 5, 6, W, W, W, W, //
            W, W, W, W, W, W, W,
        };
        assertThat(grid).isEqualTo(new Picture(expected, 5, 7, 1));
    }

    @Test
    void keepsChannelsTogether() {
        byte[] batch = {1, 2, 3, 4, 5, 6}; // two RGB pixels
        Picture grid = new ImageGrid(8, 0).arrange(batch, 2, 1, 1, 3);
        assertThat(grid).isEqualTo(new Picture(batch, 1, 2, 3));
    }

    @Test
    void isAboutSquare() {
        assertThat(ImageGrid.squareFor(1)).isEqualTo(new ImageGrid(1, 2));
        assertThat(ImageGrid.squareFor(64)).isEqualTo(new ImageGrid(8, 2));
        assertThat(ImageGrid.squareFor(65)).isEqualTo(new ImageGrid(9, 2));
    }

    @Test
    void impossibleSettingsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageGrid(0, 1))
                .withMessageContaining("got 0 and 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageGrid(1, 0).arrange(new byte[5], 2, 1, 2, 1))
                .withMessageContaining("[2, 1, 2, 1] and 5 bytes");
    }
}
