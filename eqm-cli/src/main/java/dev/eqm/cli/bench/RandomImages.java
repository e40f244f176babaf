package dev.eqm.cli.bench;

import dev.eqm.core.data.ByteImages;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.settings.ImageData;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Some images of noise in memory, for sizes that no data set at hand has. What an image shows does
 * not change how long a step takes.
 */
public record RandomImages(ModelArchitecture architecture, int count) implements ImageData {
    /** Bytes of a fixed seed, labels in turn, classes named by their numbers. */
    @Override
    public ImageSource open() {
        long[] chw = architecture.sampleShape().getShape();
        ImageShape shape =
                new ImageShape(
                        Math.toIntExact(chw[0]), Math.toIntExact(chw[1]), Math.toIntExact(chw[2]));
        byte[] pixels = new byte[Math.multiplyExact(count, shape.elementCount())];
        new SplittableRandom(1).nextBytes(pixels);
        int[] labels = IntStream.range(0, count).map(i -> i % architecture.classes()).toArray();
        List<String> names =
                IntStream.range(0, architecture.classes()).mapToObj(Integer::toString).toList();
        return new ByteImages("random", shape, pixels, labels, names);
    }
}
