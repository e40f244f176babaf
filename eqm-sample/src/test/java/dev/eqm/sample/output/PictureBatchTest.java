package dev.eqm.sample.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.ImageShape;
import org.junit.jupiter.api.Test;

class PictureBatchTest {
    /** Two pictures of 3x1x2: red, green and blue of one pixel, then of the other. */
    @Test
    void planesHoldOneChannelAfterTheOther() {
        byte[] pixels = {1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, (byte) 200};
        PictureBatch batch = new PictureBatch(0, new long[2], new ImageShape(3, 1, 2), pixels);
        assertThat(batch.planes()).containsExactly(1, 4, 2, 5, 3, 6, 10, 40, 20, 50, 30, 200);
    }
}
