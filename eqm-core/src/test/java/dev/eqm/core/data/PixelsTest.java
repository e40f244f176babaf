package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PixelsTest {
    @Test
    void equalsThePublishedCodeToTheBit() throws IOException {
        Map<String, TensorData> golden;
        try (InputStream in = getClass().getResourceAsStream("14_to_uint8.npz")) {
            golden = Npz.read(in, "14_to_uint8.npz");
        }
        assertThat(golden.get("x").shape()).containsExactly(2, 3, 4, 5);
        assertThat(Pixels.toBytes(golden.get("x").floats(), 2, 3, 4, 5))
                .containsExactly(golden.get("bytes").bytes());

        float[] normalized = golden.get("all_bytes_normalized").floats();
        for (int b = 0; b < 256; b++) {
            assertThat(Pixels.normalize(b)).as("byte %d", b).isEqualTo(normalized[b]);
        }
    }

    @Test
    void everyByteSurvivesTheRoundTrip() {
        for (int b = 0; b < 256; b++) {
            byte[] back = Pixels.toBytes(new float[] {Pixels.normalize(b)}, 1, 1, 1, 1);
            assertThat(back[0] & 0xFF).isEqualTo(b);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1e30,0",
        "-1.1,0",
        "-1,0",
        "0,128",
        "0.003,128",
        "0.999,255",
        "1,255",
        "1e30,255"
    })
    void clampsAndTruncates(float x, int expected) {
        byte[] bytes = Pixels.toBytes(new float[] {x}, 1, 1, 1, 1);
        assertThat(bytes[0] & 0xFF).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void whatIsNotFiniteHasNoPicture(float x) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pixels.toBytes(new float[] {0, 0, 0, x}, 2, 1, 1, 2))
                .withMessageStartingWith("image 1 contains " + x);
    }

    @Test
    void sizesMustFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pixels.toBytes(new float[5], 1, 1, 2, 3))
                .withMessage("[1, 1, 2, 3] needs 6 values, got 5");
    }
}
