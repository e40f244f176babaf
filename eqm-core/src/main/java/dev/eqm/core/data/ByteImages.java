package dev.eqm.core.data;

import dev.eqm.core.check.BrokenRuleException;
import java.util.List;

/** Images in memory: uint8 pixels, normalised when they are read. */
public final class ByteImages implements ImageSource {
    private final String name;
    private final ImageShape shape;
    private final byte[] pixels;
    private final int[] labels;
    private final List<String> classNames;

    /**
     * Takes the arrays over without a copy: the caller no longer changes them.
     *
     * @param pixels [N, C, H, W], each byte 0 to 255
     * @param labels N numbers in [0, classNames.size())
     */
    public ByteImages(
            String name, ImageShape shape, byte[] pixels, int[] labels, List<String> classNames) {
        if (labels.length == 0) {
            throw new BrokenRuleException(name + ": a set holds at least one image");
        }
        if (pixels.length != (long) labels.length * shape.elementCount()) {
            throw new BrokenRuleException(
                    String.format(
                            "%s: %d images of %s take %d bytes, got %d",
                            name,
                            labels.length,
                            shape,
                            (long) labels.length * shape.elementCount(),
                            pixels.length));
        }
        this.name = name;
        this.shape = shape;
        this.pixels = pixels;
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classNames.size()) {
                throw new BrokenRuleException(
                        String.format(
                                "%s: image %d has label %d, outside of [0, %d)",
                                name, i, labels[i], classNames.size()));
            }
        }
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public ImageShape shape() {
        return shape;
    }

    @Override
    public int classes() {
        return classNames.size();
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int index, float[] into, int offset) {
        int count = shape.elementCount();
        int from = Math.multiplyExact(index, count);
        for (int i = 0; i < count; i++) {
            into[offset + i] = Pixels.normalize(pixels[from + i] & 0xFF);
        }
    }

    @Override
    public List<String> classNames() {
        return classNames;
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
