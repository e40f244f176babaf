package dev.eqm.sample.evaluation.ood;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eqm.core.data.ByteImages;
import dev.eqm.core.data.ImageShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AnomalousImagesTest {
    private static final ImageShape SHAPE = new ImageShape(3, 5, 4);
    private static final int PLANE = 20;

    private static ByteImages base() {
        byte[] pixels = new byte[2 * 3 * PLANE];
        new Random(1).nextBytes(pixels);
        return new ByteImages("base", SHAPE, pixels, new int[2], List.of("one"));
    }

    private static float[] image(Anomaly kind, long seed, int index) {
        float[] image = new float[3 * PLANE];
        new AnomalousImages(kind, base(), seed).read(index, image, 0);
        return image;
    }

    private static float[] original() {
        float[] image = new float[3 * PLANE];
        base().read(1, image, 0);
        return image;
    }

    @ParameterizedTest
    @EnumSource
    void areAFunctionOfSeedAndIndex(Anomaly kind) {
        float[] first = image(kind, 7, 1);
        assertThat(image(kind, 7, 1)).isEqualTo(first).isNotEqualTo(original());
        assertThat(image(kind, 7, 0)).isNotEqualTo(first);
        boolean random = !kind.isOfImages() || kind == Anomaly.SHUFFLED;
        assertThat(Arrays.equals(image(kind, 8, 1), first)).isEqualTo(!random);
        for (float v : first) {
            assertThat(v).isBetween(-1f, 1f);
        }
        assertThat(new AnomalousImages(kind, base(), 7).describe())
                .startsWith(kind + ": ")
                .contains("2 images of 3x5x4");
    }

    @Test
    void turnsGoWhereTheyShould() {
        float[] x = original();
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 4; j++) {
                    int at = c * PLANE + i * 4 + j;
                    assertThat(image(Anomaly.INVERTED, 0, 1)[at]).isEqualTo(-x[at]);
                    assertThat(image(Anomaly.FLIPPED, 0, 1)[at])
                            .isEqualTo(x[c * PLANE + (4 - i) * 4 + j]);
                    assertThat(image(Anomaly.MIRRORED, 0, 1)[at])
                            .isEqualTo(x[c * PLANE + i * 4 + 3 - j]);
                }
            }
        }
    }

    @Test
    void shufflingMovesWholePixels() {
        assertThat(pixels(image(Anomaly.SHUFFLED, 3, 1)))
                .containsExactlyInAnyOrderElementsOf(pixels(original()));
    }

    private static List<List<Float>> pixels(float[] image) {
        List<List<Float>> all = new ArrayList<>();
        for (int i = 0; i < PLANE; i++) {
            all.add(List.of(image[i], image[PLANE + i], image[2 * PLANE + i]));
        }
        return all;
    }

    @Test
    void constantsHaveALevelAChannelAndNoiseHasMany() {
        float[] constant = image(Anomaly.CONSTANT, 5, 0);
        for (int i = 0; i < constant.length; i++) {
            assertThat(constant[i]).isEqualTo(constant[i / PLANE * PLANE]);
        }
        assertThat(constant[0]).isNotEqualTo(constant[PLANE]);
        float[] noise = image(Anomaly.NOISE, 5, 0);
        double sum = 0;
        for (float v : noise) {
            sum += v;
        }
        assertThat(Math.abs(sum / noise.length)).isLessThan(0.3);
    }
}
