package dev.eqm.models.sit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SiTConfigTest {
    private static final SiTConfig GOOD =
            new SiTConfig(28, 4, 1, 128, 4, 4, 4, 10, 0.1, false, false);

    private record Wrong(String message, Runnable make) {
        @Override
        public String toString() {
            return message;
        }
    }

    static List<Wrong> wrongs() {
        return List.of(
                wrong("patchSize must be at least 1, got 0", 28, 0, 1, 128, 4, 4, 4, 10, 0.1),
                wrong("patchSize must be at least 1, got -2", 28, -2, 1, 128, 4, 4, 4, 10, 0.1),
                wrong(multiple(4, 30), 30, 4, 1, 128, 4, 4, 4, 10, 0.1),
                wrong(multiple(4, 0), 0, 4, 1, 128, 4, 4, 4, 10, 0.1),
                wrong(multiple(4, -4), -4, 4, 1, 128, 4, 4, 4, 10, 0.1),
                wrong(multiple(4, 2), 2, 4, 1, 128, 4, 4, 4, 10, 0.1),
                wrong("channels must be at least 1, got 0", 28, 4, 0, 128, 4, 4, 4, 10, 0.1),
                wrong("heads must be at least 1, got 0", 28, 4, 1, 128, 4, 0, 4, 10, 0.1),
                wrong(width(3, 128), 28, 4, 1, 128, 4, 3, 4, 10, 0.1),
                wrong(width(3, 6), 28, 4, 1, 6, 4, 3, 4, 10, 0.1),
                wrong(width(1, 0), 28, 4, 1, 0, 4, 1, 4, 10, 0.1),
                wrong(width(2, -8), 28, 4, 1, -8, 4, 2, 4, 10, 0.1),
                wrong("depth must lie in [1, 10000], got 0", 28, 4, 1, 128, 0, 4, 4, 10, 0.1),
                wrong("depth must lie in [1, 10000], got 10001", 28, 4, 1, 8, 10001, 4, 4, 10, 0.1),
                wrong(fits("position table", 655360000), 6400, 1, 1, 16, 4, 4, 4, 10, 0.1),
                wrong(fits("patch embedding", 5242880000L), 1280, 1280, 100, 16, 4, 4, 4, 10, 0.1),
                wrong(fits("label table", 17179869184L), 28, 4, 1, 8, 4, 4, 4, 2147483647, 0.1),
                wrong(fits("largest matrix", 600000000), 28, 4, 1, 10000, 4, 4, 4, 10, 0.1),
                wrong(fits("largest matrix", 900000000), 28, 4, 1, 1000, 4, 4, 900, 10, 0.1),
                wrong(ratio(0.0), 28, 4, 1, 128, 4, 4, 0, 10, 0.1),
                wrong(ratio(-1.0), 28, 4, 1, 128, 4, 4, -1, 10, 0.1),
                wrong(ratio(Double.NaN), 28, 4, 1, 128, 4, 4, Double.NaN, 10, 0.1),
                wrong("classes must be at least 1, got 0", 28, 4, 1, 128, 4, 4, 4, 0, 0.1),
                wrong(dropout(-0.1), 28, 4, 1, 128, 4, 4, 4, 10, -0.1),
                wrong(dropout(1.1), 28, 4, 1, 128, 4, 4, 4, 10, 1.1),
                wrong(dropout(Double.NaN), 28, 4, 1, 128, 4, 4, 4, 10, Double.NaN));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void saysWhatIsWrong(Wrong wrong) {
        assertThatIllegalArgumentException().isThrownBy(wrong.make::run).withMessage(wrong.message);
    }

    @Test
    void limitsAreAllowed() {
        assertThat(new SiTConfig(1, 1, 1, 4, 1, 1, 0.25, 1, 0, false, false).hidden()).isOne();
        assertThat(new SiTConfig(1, 1, 1, 4, 1, 4, 4, 1, 1, true, true).tokens()).isOne();
    }

    @Test
    void derivedSizes() {
        assertThat(GOOD.grid()).isEqualTo(7);
        assertThat(GOOD.tokens()).isEqualTo(49);
        assertThat(GOOD.hidden()).isEqualTo(512);
        assertThat(GOOD.outChannels()).isEqualTo(1);
        SiTConfig sigma = new SiTConfig(32, 2, 4, 384, 12, 6, 4, 1000, 0.1, true, false);
        assertThat(sigma.outChannels()).isEqualTo(8);
    }

    @Test
    void forImagesKeepsTheRest() {
        assertThat(GOOD.forImages(32, 3, 5))
                .isEqualTo(new SiTConfig(32, 4, 3, 128, 4, 4, 4, 5, 0.1, false, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GOOD.forImages(30, 3, 5))
                .withMessage(multiple(4, 30));
    }

    private static String multiple(int patch, int size) {
        return "imageSize must be a multiple of patchSize %d, got %d".formatted(patch, size);
    }

    private static String width(int heads, int width) {
        return "width must be a multiple of 4 and of heads (%d), got %d".formatted(heads, width);
    }

    private static String ratio(double ratio) {
        return "mlpRatio must be below 1000 and give at least one hidden unit for width 128, got "
                + ratio;
    }

    private static String dropout(double p) {
        return "labelDropout must lie in [0, 1], got " + p;
    }

    private static String fits(String what, long numbers) {
        return "the %s would have %d numbers, but an array must have fewer than 2^29"
                .formatted(what, numbers);
    }

    private static Wrong wrong(
            String message,
            int size,
            int patch,
            int channels,
            int width,
            int depth,
            int heads,
            double ratio,
            int classes,
            double dropout) {
        return new Wrong(
                message,
                () ->
                        new SiTConfig(
                                size, patch, channels, width, depth, heads, ratio, classes, dropout,
                                false, false));
    }
}
