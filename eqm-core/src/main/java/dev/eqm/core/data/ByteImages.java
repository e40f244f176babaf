package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * Images in memory: uint8 pixels, normalised when they are read. A quarter of the memory that
 * floats take, and what nearly all sources of this package end in.
 *
 * <p>Takes the arrays over without a copy: the caller no longer changes them.
 *
 * @param name what messages and logs call the set
 * @param pixels [N, C, H, W], each byte 0 to 255
 * @param labels N numbers in [0, classNames.size())
 */
public record ByteImages(
        String name, ImageShape shape, byte[] pixels, int[] labels, List<String> classNames)
        implements ImageSource {
    public ByteImages {
        require(labels.length > 0, "%s: a data set needs at least one image", name);
        int n = labels.length;
        long bytes = (long) n * shape.elementCount();
        String size = "%s: %d images of %s need %d bytes, got %d";
        require(pixels.length == bytes, size, name, n, shape, bytes, pixels.length);
        classNames = List.copyOf(classNames);
        int classes = classNames.size();
        String rule = "%s: image %d has label %d, outside of [0, %d)";
        for (int i = 0; i < labels.length; i++) {
            require(labels[i] >= 0 && labels[i] < classes, rule, name, i, labels[i], classes);
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int count = shape.elementCount();
        Pixels.normalize(pixels, Math.multiplyExact(index, count), into, offset, count);
    }

    /** {@code Fashion-MNIST (test): 10000 images of 1x28x28 in 10 classes}. */
    @Override
    public String describe() {
        return String.format("%s: %d images of %s in %d classes", name, size(), shape, classes());
    }

    @Override
    public String toString() {
        return describe();
    }
}
