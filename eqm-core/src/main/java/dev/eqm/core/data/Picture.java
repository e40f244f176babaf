package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import java.util.Arrays;
import java.util.List;

/**
 * One image as it is written to a file: uint8 [H, W, C], grey (C = 1) or RGB (C = 3).
 *
 * @param pixels row by row from the top left, the channels of a pixel side by side
 */
public record Picture(byte[] pixels, int height, int width, int channels) {

    /** Takes {@code pixels} over without a copy. */
    public Picture {
        List<Integer> hwc = List.of(height, width, channels);
        require(
                height >= 1 && width >= 1 && (channels == 1 || channels == 3),
                "a picture is grey or RGB with at least one pixel, got %s",
                hwc);
        long bytes = (long) height * width * channels;
        require(pixels.length == bytes, "%s takes %d bytes, got %d", hwc, bytes, pixels.length);
    }

    /** Image {@code index} of {@code batch}, uint8 [N, H, W, C], copied. */
    public static Picture of(byte[] batch, int index, int h, int w, int c) {
        int count = Math.multiplyExact(Math.multiplyExact(h, w), c);
        int from = Math.multiplyExact(index, count);
        require(
                from >= 0 && from <= batch.length - count,
                "image %d lies outside of a batch of %d",
                index,
                batch.length / count);
        return new Picture(Arrays.copyOfRange(batch, from, from + count), h, w, c);
    }

    /** The pixels channel by channel, [C, H, W], as networks and {@link ByteImages} have them. */
    byte[] planes() {
        byte[] planes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            planes[i % channels * height * width + i / channels] = pixels[i];
        }
        return planes;
    }

    /** Of equal sizes and bytes: a record would compare the arrays by identity. */
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
