package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.eqm.core.check.BrokenRuleException;
import java.awt.image.BufferedImage;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class InMemoryTest {
    private static final ImageShape SHAPE = new ImageShape(2, 1, 3);

    private static float[][] pixels() {
        return new float[][] {{-1, 0, 1, 0.5f, 0.25f, 0}, {1, 1, 1, 1, 1, 1}};
    }

    private static float[] read(ImageSource source, int index) {
        float[] image = new float[source.shape().elementCount()];
        source.read(index, image, 0);
        return image;
    }

    private static BufferedImage image(int type, int width, int... levels) {
        BufferedImage image = new BufferedImage(width, 1, type);
        image.getRaster().setPixels(0, 0, width, 1, levels);
        return image;
    }

    @Test
    void floatsAreTakenAsTheyAreAndCopied() {
        float[][] pixels = pixels();
        int[] labels = {3, 0};
        ImageSource source = ImageSource.of(pixels, labels, SHAPE);
        pixels[0][0] = 9;
        labels[0] = 1;
        assertThat(source.size()).isEqualTo(2);
        assertThat(source.shape()).isEqualTo(SHAPE);
        assertThat(source.classNames()).containsExactly("0", "1", "2", "3");
        assertThat(source.label(0)).isEqualTo(3);
        assertThat(read(source, 0)).containsExactly(pixels()[0]);
        assertThat(read(source, 1)).containsExactly(pixels()[1]);
        assertThat(source.describe()).isEqualTo("float arrays: 2 images of 2x1x3 in 4 classes");
        List<String> names = List.of("a", "b", "c", "d", "e");
        assertThat(ImageSource.of(pixels(), new int[2], SHAPE, names).classNames())
                .isEqualTo(names);
    }

    @Test
    void imagesAreReadLevelByLevel() {
        BufferedImage grey = image(BufferedImage.TYPE_BYTE_GRAY, 2, 0, 100);
        BufferedImage colour = image(BufferedImage.TYPE_INT_RGB, 2, 255, 0, 1, 2, 3, 4);
        ImageSource greys = ImageSource.of(List.of(grey), new int[1]);
        assertThat(greys.shape()).isEqualTo(new ImageShape(1, 1, 2));
        assertThat(read(greys, 0)).containsExactly(-1, Pixels.normalize(100));
        ImageSource mixed = ImageSource.of(List.of(grey, colour), new int[] {1, 0});
        assertThat(mixed.shape()).isEqualTo(new ImageShape(3, 1, 2));
        float hundred = Pixels.normalize(100);
        assertThat(read(mixed, 0)).containsExactly(-1, hundred, -1, hundred, -1, hundred);
        float[] levels = new float[6]; // [C, H, W]: red of both pixels first
        int[] bytes = {255, 2, 0, 3, 1, 4};
        for (int i = 0; i < 6; i++) {
            levels[i] = Pixels.normalize(bytes[i]);
        }
        assertThat(read(mixed, 1)).containsExactly(levels);
        assertThat(Picture.of(colour).toFloats()).containsExactly(levels);
        assertThat(mixed.classes()).isEqualTo(2);
    }

    @Test
    void whatIsWrongIsNamed() {
        refused(
                () -> ImageSource.of(pixels(), new int[3], SHAPE),
                "one label for each of the 2 images is needed, got 3 labels");
        refused(
                () -> ImageSource.of(new float[0][], new int[0], SHAPE),
                "a data set needs at least one image, got 0");
        refused(
                () -> ImageSource.of(pixels(), new int[] {0, -1}, SHAPE),
                "labels must lie in [0, 1), got -1 for image 1");
        refused(
                () -> ImageSource.of(pixels(), new int[] {0, 2}, SHAPE, List.of("a", "b")),
                "labels must lie in [0, 2), got 2 for image 1");
        refused(
                () -> ImageSource.of(pixels(), new int[2], new ImageShape(1, 2, 2)),
                "image 0 must have 4 numbers, for 1x2x2, got 6");
        float[][] large = pixels();
        large[1][4] = 255;
        refused(
                () -> ImageSource.of(large, new int[2], SHAPE),
                "pixels must lie in [-1, 1] (x / 127.5 - 1 for bytes), got 255.0 at position 4 of image 1");
        large[1][4] = Float.NaN;
        refused(() -> ImageSource.of(large, new int[2], SHAPE), "got NaN at position 4");
        BufferedImage grey = image(BufferedImage.TYPE_BYTE_GRAY, 2, 0, 100);
        BufferedImage wide = image(BufferedImage.TYPE_BYTE_GRAY, 3, 0, 100, 0);
        refused(
                () -> ImageSource.of(List.of(grey, wide), new int[2]),
                "images must all have the same size, got 1 rows of 2 pixels in image 0 and 1 of 3 in image 1");
    }

    private static void refused(ThrowingCallable call, String words) {
        assertThatThrownBy(call)
                .isInstanceOf(BrokenRuleException.class)
                .hasMessageContaining(words);
    }

    @Test
    void theDigestTellsSetsApart() {
        String digest = ImageDigest.of(ImageSource.of(pixels(), new int[2], SHAPE));
        assertThat(digest).hasSize(64);
        assertThat(ImageDigest.of(ImageSource.of(pixels(), new int[2], SHAPE))).isEqualTo(digest);
        float[][] other = pixels();
        other[1][5] = 0.999f;
        assertThat(ImageDigest.of(ImageSource.of(other, new int[2], SHAPE))).isNotEqualTo(digest);
        assertThat(ImageDigest.of(ImageSource.of(pixels(), new int[] {0, 1}, SHAPE)))
                .isNotEqualTo(digest);
        assertThat(ImageDigest.of(ImageSource.of(pixels(), new int[2], new ImageShape(1, 2, 3))))
                .isNotEqualTo(digest);
        assertThat(ImageDigest.of(ImageSource.of(pixels(), new int[2], SHAPE, List.of("one"))))
                .isNotEqualTo(digest);
    }

    /** Some images are read, and all labels. */
    @Test
    void theDigestOfALargeSetIsQuick() {
        ImageShape shape = new ImageShape(3, 64, 64);
        int[] reads = new int[1];
        ImageSource large =
                new ImageSource() {
                    @Override
                    public int size() {
                        return 40_000;
                    }

                    @Override
                    public ImageShape shape() {
                        return shape;
                    }

                    @Override
                    public int classes() {
                        return 1;
                    }

                    @Override
                    public int label(int index) {
                        return 0;
                    }

                    @Override
                    public void read(int index, float[] into, int offset) {
                        reads[0]++;
                    }

                    @Override
                    public List<String> classNames() {
                        return List.of("one");
                    }

                    @Override
                    public String describe() {
                        return "many";
                    }
                };
        ImageDigest.of(large);
        assertThat(reads[0]).isEqualTo((1 << 26) / shape.elementCount());
    }
}
