package dev.eqm.core.data;

import java.util.List;

/** Images in memory that are floats already, in the model's units. */
final class FloatImages implements ImageSource {
    private final String name;
    private final ImageShape shape;
    private final float[] values; // [N, C, H, W]
    private final int[] labels;
    private final List<String> classNames;

    /** Takes checked arrays over without a copy. */
    FloatImages(
            String name, ImageShape shape, float[] values, int[] labels, List<String> classNames) {
        this.name = name;
        this.shape = shape;
        this.values = values;
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
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
        System.arraycopy(values, Math.multiplyExact(index, count), into, offset, count);
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public String describe() {
        return String.format("%s: %d images of %s in %d classes", name, size(), shape, classes());
    }
}
