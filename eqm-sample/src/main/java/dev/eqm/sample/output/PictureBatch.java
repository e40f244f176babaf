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

    /** Picture {@code row} of this batch. */
    public Picture picture(int row) {
        return Picture.of(pixels, row, shape.height(), shape.width(), shape.channels());
    }
}
