package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.eqm.core.store.TensorData;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Pillow, on a picture of hard edges: no level may differ. */
class CenterCropTest {
    private static final Map<String, TensorData> PILLOW = PictureFileTest.arrays("resized.npz");
    private static final Picture NOISE = picture("noise");

    static Stream<String> sizes() {
        return PILLOW.keySet().stream().filter(k -> k.contains("x"));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void resizesAsPillowDoes(String name) {
        Picture wanted = picture(name);
        Resampling filter = Resampling.valueOf(name.substring(0, name.indexOf('_')));
        Picture got = Resampler.resize(NOISE, wanted.height(), wanted.width(), filter);
        assertThat(got).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 8, 13, 20})
    void cropsAsThePublishedCodeDoes(int size) {
        assertThat(new CenterCrop(size).apply(NOISE)).isEqualTo(picture(size + ".crop"));
    }

    @Test
    void aSquareOfTheSizeStaysAsItIs() {
        Picture square = picture("20.crop");
        assertThat(new CenterCrop(20).apply(square)).isEqualTo(square);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CenterCrop(0))
                .withMessage("size must be at least 1, got 0");
    }

    private static Picture picture(String name) {
        TensorData data = PILLOW.get(name);
        long[] s = data.shape();
        return new Picture(data.bytes(), (int) s[0], (int) s[1], (int) s[2]);
    }
}
