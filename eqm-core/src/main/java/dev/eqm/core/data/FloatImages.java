package dev.eqm.core.data;

import java.util.List;

/**
 * Images that are floats already, in the model's units.
 *
 * @param values [N, C, H, W]
 * @param warnings what was assumed of them
 */
record FloatImages(
        String name,
        ImageShape shape,
        float[] values,
        int[] labels,
        List<String> classNames,
        List<String> warnings)
        implements ImageSource {
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
        System.arraycopy(values, Math.multiplyExact(index, count), into, offset, count);
    }

    @Override
    public String describe() {
        return String.format("%s: %d images of %s in %d classes", name, size(), shape, classes());
    }
}
