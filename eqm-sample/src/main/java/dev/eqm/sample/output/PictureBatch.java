package dev.eqm.sample.output;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;

/**
 * Finished samples as pictures.
 *
 * @param first the index of the first one in the whole run
 * @param labels what they were conditioned on, [N]
 * @param shape of one picture, grey or RGB
 * @param pixels uint8 [N, H, W, C]
 */
public record PictureBatch(int first, long[] labels, ImageShape shape, byte[] pixels) {
    /** N. */
    public int size() {
        return labels.length;
    }

    /** All pixels channel by channel, as networks want them: [N, C, H, W], 0 to 255. */
    public float[] planes() {
        float[] planes = new float[pixels.length];
        int c = shape.channels();
        int plane = shape.height() * shape.width();
        for (int i = 0; i < pixels.length; i++) {
            int image = i / (c * plane);
            planes[(image * c + i % c) * plane + i / c % plane] = pixels[i] & 0xFF;
        }
        return planes;
    }

    /** Picture {@code row} of this batch. */
    public Picture picture(int row) {
        return Picture.of(pixels, row, shape.height(), shape.width(), shape.channels());
    }
}
