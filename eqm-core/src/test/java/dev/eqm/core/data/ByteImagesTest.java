package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ByteImagesTest {
    private static final ImageShape SHAPE = new ImageShape(3, 1, 2);
    private static final List<String> NAMES = List.of("a", "b");

    @Test
    void readsOneImageWhereItIsAskedTo() {
        byte[] pixels = {0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -6};
        ByteImages images = new ByteImages("toy", SHAPE, pixels, new int[] {1, 0}, NAMES);
        float[] into = new float[8];
        images.read(1, into, 1);

        assertThat(into[0]).isZero();
        assertThat(into[7]).isZero();
        for (int i = 0; i < 6; i++) {
            assertThat(into[1 + i]).isEqualTo(Pixels.normalize(255 - i));
        }
        assertThat(images.label(0)).isEqualTo(1);
        assertThat(images.classNames()).isEqualTo(NAMES);
        assertThat(images).hasToString("toy: 2 images of 3x1x2 in 2 classes");
    }

    @Test
    void sizesAndLabelsMustFit() {
        assertRefused(new byte[11], new int[2], "2 images of 3x1x2 need 12 bytes, got 11");
        assertRefused(new byte[12], new int[] {0, 2}, "image 1 has label 2, outside of [0, 2)");
        assertRefused(new byte[12], new int[] {-1, 0}, "image 0 has label -1, outside of [0, 2)");
        assertRefused(new byte[0], new int[0], "at least one image");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageShape(1, 0, 2))
                .withMessageContaining("1x0x2");
    }

    private static void assertRefused(byte[] pixels, int[] labels, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ByteImages("toy", SHAPE, pixels, labels, NAMES))
                .withMessageStartingWith("toy: ")
                .withMessageContaining(message);
    }
}
