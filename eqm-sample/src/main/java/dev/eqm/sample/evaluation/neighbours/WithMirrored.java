package dev.eqm.sample.evaluation.neighbours;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageSource;

/**
 * Images and, behind them, the same mirrored left to right: what training with flips has seen.
 * Vector size + i is image i mirrored.
 */
public record WithMirrored(ImageSource images) implements VectorSet {
    public WithMirrored {
        boolean fit = images.size() <= Integer.MAX_VALUE / 2;
        require(fit, "too many images: %s", images.describe());
    }

    /** The image that a vector was made of. */
    public int image(int index) {
        return index % images.size();
    }

    /** Whether a vector is a mirrored image. */
    public boolean isMirrored(int index) {
        return index >= images.size();
    }

    @Override
    public int size() {
        return 2 * images.size();
    }

    @Override
    public int dimension() {
        return images.shape().elementCount();
    }

    @Override
    public void read(int index, float[] into, int offset) {
        images.read(image(index), into, offset);
        if (isMirrored(index)) {
            int w = images.shape().width();
            for (int row = offset; row < offset + dimension(); row += w) {
                for (int x = 0; x < w / 2; x++) {
                    float left = into[row + x];
                    into[row + x] = into[row + w - 1 - x];
                    into[row + w - 1 - x] = left;
                }
            }
        }
    }
}
