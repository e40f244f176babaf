package dev.eqm.sample.evaluation.ood;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import java.util.List;

/**
 * A set that is out of distribution by construction. Image i is a function of image i of the base,
 * of the seed and of i.
 *
 * @param kind what is done to images
 * @param base whose images, or at least whose shape and number
 */
public record AnomalousImages(Anomaly kind, ImageSource base, long seed) implements ImageSource {
    @Override
    public int size() {
        return base.size();
    }

    @Override
    public ImageShape shape() {
        return base.shape();
    }

    @Override
    public int classes() {
        return base.classes();
    }

    /** That of the image before. */
    @Override
    public int label(int index) {
        return base.label(index);
    }

    @Override
    public void read(int index, float[] into, int offset) {
        float[] image = new float[shape().elementCount()];
        if (kind.isOfImages()) {
            base.read(index, image, 0);
        }
        kind.apply(image, shape(), seed, index);
        System.arraycopy(image, 0, into, offset, image.length);
    }

    @Override
    public List<String> classNames() {
        return base.classNames();
    }

    /** {@code inverted: 1000 of Fashion-MNIST (test): ...}. */
    @Override
    public String describe() {
        return kind.isOfImages()
                ? kind + ": " + base.describe()
                : "%s: %d images of %s".formatted(kind, size(), shape());
    }
}
