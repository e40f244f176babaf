package dev.eqm.models.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.testing.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
class PixelCodecTest {
    private final Codec codec = new PixelCodec();

    @Test
    void picturesAreTheStatesThemselves(Arena arena) {
        NDArray states = arena.of(new float[] {-2, -1, 0.5f, 3}, 1, 1, 2, 2);
        NDArray pictures = codec.decode(states);
        assertThat(pictures.toFloatArray()).containsExactly(-2, -1, 0.5f, 3);
        pictures.close(); // a copy: the caller may close it
        assertThat(states.toFloatArray()).containsExactly(-2, -1, 0.5f, 3);
    }

    @Test
    void picturesHaveOneChannelOrThree() {
        for (long channels : new long[] {1, 3}) {
            Shape shape = new Shape(channels, 28, 28);
            assertThat(codec.pictureShape(shape)).isEqualTo(shape);
        }
        for (long channels : new long[] {2, 4}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.pictureShape(new Shape(channels, 32, 32)))
                    .withMessageStartingWith(
                            "an image has 1 or 3 channels, but the states have %d: ", channels)
                    .withMessageContaining("autoencoder");
        }
    }
}
