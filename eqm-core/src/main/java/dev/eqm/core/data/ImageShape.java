package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

/**
 * Channels, height and width of an image, [C, H, W]: of pixels, of latents, and of points in the
 * plane, which are images of two channels and one pixel.
 */
public record ImageShape(int channels, int height, int width) {
    public ImageShape {
        boolean some = channels >= 1 && height >= 1 && width >= 1;
        String rule = "an image needs at least one channel, row and column, got %dx%dx%d";
        require(some, rule, channels, height, width);
    }

    /** C·H·W; refused if it exceeds 31 bits. */
    public int elementCount() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    /** {@code 1x28x28}. */
    @Override
    public String toString() {
        return channels + "x" + height + "x" + width;
    }
}
