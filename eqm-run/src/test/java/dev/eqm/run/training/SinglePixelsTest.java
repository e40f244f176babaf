package dev.eqm.run.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.schedule.Constant;
import dev.eqm.core.schedule.TruncatedDecay;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What pixels tell each for itself. */
class SinglePixelsTest {
    private static ImageSource noise(double deviation, double mean) {
        Random random = new Random(1);
        float[][] images = new float[400][16];
        for (float[] image : images) {
            for (int i = 0; i < image.length; i++) {
                image[i] = (float) (mean + deviation * random.nextGaussian());
            }
        }
        return ImageSource.of(images, new int[400], new ImageShape(1, 4, 4));
    }

    /** s = 1, m = 0, c = 1: 1 − ½∫ dγ/(γ² + (1 − γ)²) = 1 − π/4. */
    @Test
    void ofWhiteNoiseItIsKnown() {
        double explained = SinglePixels.explained(scaledToOne(), new Constant(1));
        assertThat(explained).isCloseTo(1 - Math.PI / 4, offset(0.01));
    }

    /** Pictures are limited to [-1, 1]: two levels have a variance of exactly one. */
    private static ImageSource scaledToOne() {
        float[][] images = new float[256][16];
        for (int i = 0; i < images.length; i++) {
            Arrays.fill(images[i], i % 2 == 0 ? 1 : -1);
        }
        return ImageSource.of(images, new int[256], new ImageShape(1, 4, 4));
    }

    /** Images without any spread are known altogether. */
    @Test
    void ofOneImageItIsAll() {
        assertThat(SinglePixels.explained(noise(0, 0.3), new TruncatedDecay(0.8, 4)))
                .isGreaterThan(0.98);
    }

    /** Worked out apart from this code for the first 2,000 images: 0.509. */
    @Test
    void ofClothesItIsHalf() {
        double explained =
                SinglePixels.explained(FashionMnist.embedded(), new TruncatedDecay(0.8, 4));
        assertThat(explained).isBetween(0.48, 0.54);
    }

    @Test
    void pointsInThePlaneAreJudgedOtherwise() {
        float[][] points = {{0, 1}, {1, 0}};
        ImageSource plane = ImageSource.of(points, new int[2], new ImageShape(2, 1, 1));
        assertThat(SinglePixels.explained(plane, new Constant(1))).isEqualTo(0.05);
    }
}
