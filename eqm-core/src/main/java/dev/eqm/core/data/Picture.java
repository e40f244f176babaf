package dev.eqm.core.data;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One image as models make it and files hold it: uint8 [H, W, C], grey (C = 1) or RGB (C = 3).
 *
 * @param pixels row by row from the top left, the channels of a pixel side by side
 */
public record Picture(byte[] pixels, int height, int width, int channels) {

    /** Takes {@code pixels} over without a copy. */
    public Picture {
        List<Integer> hwc = List.of(height, width, channels);
        require(
                height >= 1 && width >= 1 && (channels == 1 || channels == 3),
                "an image must be grey or RGB and have at least one pixel, got %s",
                hwc);
        long bytes = (long) height * width * channels;
        require(pixels.length == bytes, "%s needs %d bytes, got %d", hwc, bytes, pixels.length);
    }

    /** Image {@code index} of {@code batch}, uint8 [N, H, W, C], copied. */
    public static Picture of(byte[] batch, int index, int h, int w, int c) {
        int count = Math.multiplyExact(Math.multiplyExact(h, w), c);
        int from = Math.multiplyExact(index, count);
        require(
                from >= 0 && from <= batch.length - count,
                "image %d is outside of a batch of %d",
                index,
                batch.length / count);
        return new Picture(Arrays.copyOfRange(batch, from, from + count), h, w, c);
    }

    /**
     * The picture of an image: grey if the image is grey, else RGB, level by level. Transparency is
     * dropped, colour profiles are not looked at, of 16 bits the upper byte stays.
     *
     * @throws BrokenRuleException for an image that is neither grey nor RGB
     */
    public static Picture of(BufferedImage image) {
        return of(image, RasterPixels.isGrey(image) ? 1 : 3);
    }

    /**
     * The same as grey (1 channel) or RGB (3), whatever the image is.
     *
     * @throws BrokenRuleException for an image that is neither grey nor RGB
     */
    public static Picture of(BufferedImage image, int channels) {
        require(channels == 1 || channels == 3, "channels must be 1 or 3, got %s", channels);
        try {
            return RasterPixels.of(image, channels);
        } catch (IOException e) {
            throw new BrokenRuleException("an image of " + e.getMessage(), e);
        }
    }

    /**
     * The picture as an image of 8 bits a channel: {@code TYPE_BYTE_GRAY} or {@code
     * TYPE_3BYTE_BGR}. Read it through its raster: {@code getRGB} changes levels of grey.
     */
    public BufferedImage toImage() {
        return Png.image(this);
    }

    /**
     * Writes a PNG, bit for bit; it is complete or not there.
     *
     * @param png its name ends in {@code .png}; its folder exists
     * @throws DataException if it cannot be written
     */
    public void write(Path png) {
        require(
                png.toString().toLowerCase(Locale.ROOT).endsWith(".png"),
                "%s: images are written as PNG, so the name must end in .png; "
                        + "for another format use ImageIO.write with toImage()",
                png);
        Png.write(png, this);
    }

    /** The same levels as models see them, {@link Pixels#normalize}: [C, H, W] in [-1, 1]. */
    public float[] toFloats() {
        byte[] planes = planes();
        float[] x = new float[planes.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = Pixels.normalize(planes[i] & 0xFF);
        }
        return x;
    }

    /** The pixels channel by channel, [C, H, W], as networks and {@link ByteImages} have them. */
    byte[] planes() {
        byte[] planes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            planes[i % channels * height * width + i / channels] = pixels[i];
        }
        return planes;
    }

    /**
     * As it is meant to be seen.
     *
     * @param orientation of EXIF: 1 as it lies, 2 mirrored left to right, 3 turned by 180°, 4
     *     mirrored top to bottom, 5 to 8 the same with rows and columns exchanged
     */
    Picture turned(int orientation) {
        if (orientation == 1) {
            return this;
        }
        boolean exchanged = orientation >= 5;
        int h = exchanged ? width : height;
        int w = exchanged ? height : width;
        boolean fromRight = List.of(2, 3, 7, 8).contains(orientation);
        boolean fromBottom = List.of(3, 4, 6, 7).contains(orientation);
        byte[] to = new byte[pixels.length];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int row = exchanged ? x : y;
                int column = exchanged ? y : x;
                row = fromBottom ? height - 1 - row : row;
                column = fromRight ? width - 1 - column : column;
                int from = (row * width + column) * channels;
                System.arraycopy(pixels, from, to, (y * w + x) * channels, channels);
            }
        }
        return new Picture(to, h, w, channels);
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
