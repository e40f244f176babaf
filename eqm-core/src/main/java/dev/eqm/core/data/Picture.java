package dev.eqm.core.data;

import dev.eqm.core.check.BrokenRuleException;
import java.util.Arrays;

/** One image as it is written to a file: uint8 [H, W, C], grey (C = 1) or RGB (C = 3). */
public record Picture(byte[] pixels, int height, int width, int channels) {

    /** Takes {@code pixels} over without a copy. */
    public Picture {
        if (height < 1 || width < 1 || (channels != 1 && channels != 3)) {
            throw new BrokenRuleException(
                    String.format(
                            "a picture is grey or RGB with at least one pixel, got [%d, %d, %d]",
                            height, width, channels));
        }
        if (pixels.length != (long) height * width * channels) {
            throw new BrokenRuleException(
                    String.format(
                            "[%d, %d, %d] takes %d bytes, got %d",
                            height,
                            width,
                            channels,
                            (long) height * width * channels,
                            pixels.length));
        }
    }

    /** Image {@code index} of {@code batch}, uint8 [N, H, W, C], copied. */
    public static Picture of(byte[] batch, int index, int h, int w, int c) {
        int count = Math.multiplyExact(Math.multiplyExact(h, w), c);
        int from = Math.multiplyExact(index, count);
        if (from < 0 || from > batch.length - count) {
            throw new BrokenRuleException(
                    "image " + index + " lies outside of a batch of " + batch.length / count);
        }
        return new Picture(Arrays.copyOfRange(batch, from, from + count), h, w, c);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Picture p
                && height == p.height
                && width == p.width
                && channels == p.channels
                && Arrays.equals(pixels, p.pixels);
    }

    @Override
    public int hashCode() {
        return 31 * width + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return String.format("Picture[%d, %d, %d]", height, width, channels);
    }
}
