package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * Some images of a set, in an order of their own.
 *
 * @param source whose images they are
 * @param indices which, each in [0, source.size()); at least one; the caller no longer changes them
 */
public record ImageSubset(ImageSource source, int[] indices) implements ImageSource {
    public ImageSubset {
        require(indices.length > 0, "a subset needs at least one image");
        String whole = source.describe();
        for (int index : indices) {
            require(index >= 0 && index < source.size(), "there is no image %d: %s", index, whole);
        }
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public ImageShape shape() {
        return source.shape();
    }

    @Override
    public int label(int index) {
        return source.label(indices[index]);
    }

    @Override
    public void read(int index, float[] into, int offset) {
        source.read(indices[index], into, offset);
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public List<String> warnings() {
        return source.warnings();
    }

    /** {@code 1000 of Fashion-MNIST (test): 10000 images of 1x28x28 in 10 classes}. */
    @Override
    public String describe() {
        return size() + " of " + source.describe();
    }
}
