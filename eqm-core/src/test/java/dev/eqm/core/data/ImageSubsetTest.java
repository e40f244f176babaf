package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageSubsetTest {
    private static final ByteImages SET =
            new ByteImages(
                    "set",
                    new ImageShape(1, 1, 2),
                    new byte[] {0, 1, 2, 3, 4, 5},
                    new int[] {0, 1, 0},
                    List.of("a", "b"));

    @Test
    void keepsItsOwnOrder() {
        ImageSubset some = new ImageSubset(SET, new int[] {2, 1});
        float[] image = new float[3];
        some.read(0, image, 1);
        assertThat(image).containsExactly(0, Pixels.normalize(4), Pixels.normalize(5));
        assertThat(List.of(some.size(), some.label(0), some.label(1))).containsExactly(2, 0, 1);
        assertThat(some.describe()).isEqualTo("2 of " + SET.describe());
        assertThat(some.classNames()).isEqualTo(SET.classNames());
    }

    @Test
    void namesWhatIsNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageSubset(SET, new int[] {0, 3}))
                .withMessageContaining("there is no image 3");
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageSubset(SET, new int[] {}));
    }
}
