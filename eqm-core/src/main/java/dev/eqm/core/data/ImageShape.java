package dev.eqm.core.data;

import dev.eqm.core.check.BrokenRuleException;

/** Channels, height and width of an image, [C, H, W]. */
public record ImageShape(int channels, int height, int width) {
    public ImageShape {
        if (channels < 1 || height < 1 || width < 1) {
            throw new BrokenRuleException(
                    "an image has at least one channel, row and column, got "
                            + format(channels, height, width));
        }
    }

    /** C·H·W; refused if it exceeds 31 bits. */
    public int elementCount() {
        return Math.multiplyExact(Math.multiplyExact(channels, height), width);
    }

    /** {@code 1x28x28}. */
    @Override
    public String toString() {
        return format(channels, height, width);
    }

    private static String format(int channels, int height, int width) {
        return channels + "x" + height + "x" + width;
    }
}
