package dev.eqm.sample.evaluation.ood;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Pixels;
import dev.eqm.core.random.Seeds;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/** Ways to make an image that is none of its set; each a function of the image and a seed. */
public enum Anomaly {
    /** One level for all pixels of a channel, drawn uniformly from the 256. */
    CONSTANT(1, false, Anomaly::constant),
    /** Every value drawn uniformly from the 256 levels. */
    NOISE(2, false, Anomaly::noise),
    /** The negative: −x. */
    INVERTED(3, true, Anomaly::inverted),
    /** Upside down: rows in reverse order. */
    FLIPPED(4, true, Anomaly::flipped),
    /** Left and right exchanged: columns in reverse order. */
    MIRRORED(5, true, Anomaly::mirrored),
    /** Pixels in a random order, another for every image; the channels of a pixel stay together. */
    SHUFFLED(6, true, Anomaly::shuffled);

    private static final int LEVELS = 256;

    private final long stream;
    private final boolean ofImages;
    private final Change change;

    /** Overwrites an image, [C, H, W]. */
    private interface Change {
        void apply(float[] image, ImageShape shape, SplittableRandom random);
    }

    Anomaly(long stream, boolean ofImages, Change change) {
        this.stream = stream;
        this.ofImages = ofImages;
        this.change = change;
    }

    /** Whether it changes images, rather than making them of nothing. */
    public boolean isOfImages() {
        return ofImages;
    }

    /** Overwrites image {@code index} of a set, [C, H, W], with random numbers of its own. */
    void apply(float[] image, ImageShape shape, long seed, int index) {
        change.apply(image, shape, Seeds.generator(seed, stream, index));
    }

    private static void constant(float[] image, ImageShape shape, SplittableRandom random) {
        int plane = shape.height() * shape.width();
        for (int c = 0; c < shape.channels(); c++) {
            float level = Pixels.normalize(random.nextInt(LEVELS));
            Arrays.fill(image, c * plane, (c + 1) * plane, level);
        }
    }

    private static void noise(float[] image, ImageShape shape, SplittableRandom random) {
        for (int i = 0; i < image.length; i++) {
            image[i] = Pixels.normalize(random.nextInt(LEVELS));
        }
    }

    private static void inverted(float[] image, ImageShape shape, SplittableRandom random) {
        for (int i = 0; i < image.length; i++) {
            image[i] = -image[i];
        }
    }

    private static void flipped(float[] image, ImageShape shape, SplittableRandom random) {
        int h = shape.height();
        int w = shape.width();
        for (int row = 0; row < shape.channels() * h; row++) {
            int other = row / h * h + h - 1 - row % h;
            for (int x = 0; other > row && x < w; x++) {
                swap(image, row * w + x, other * w + x);
            }
        }
    }

    private static void mirrored(float[] image, ImageShape shape, SplittableRandom random) {
        int w = shape.width();
        for (int row = 0; row < shape.channels() * shape.height(); row++) {
            for (int x = 0; x < w / 2; x++) {
                swap(image, row * w + x, row * w + w - 1 - x);
            }
        }
    }

    private static void shuffled(float[] image, ImageShape shape, SplittableRandom random) {
        int plane = shape.height() * shape.width();
        for (int i = plane - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            for (int c = 0; c < shape.channels(); c++) {
                swap(image, c * plane + i, c * plane + j);
            }
        }
    }

    private static void swap(float[] values, int i, int j) {
        float kept = values[i];
        values[i] = values[j];
        values[j] = kept;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
