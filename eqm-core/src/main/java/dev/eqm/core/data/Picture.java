package dev.eqm.core.data;

import dev.eqm.core.check.BrokenRuleException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** One image as models make it and files hold it: uint8 [H, W, C], grey (C = 1) or RGB (C = 3). */
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
        if (channels != 1 && channels != 3) {
            throw new BrokenRuleException("channels must be 1 or 3, got " + channels);
        }
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
        if (!png.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new BrokenRuleException(
                    png
                            + ": pictures are written as PNG, so the name must end in .png; for"
                            + " another format take ImageIO.write with toImage()");
        }
        Png.write(png, this);
    }

    /** The same levels as models see them, {@link Pixels#normalize}: [C, H, W] in [-1, 1]. */
    public float[] toFloats() {
        float[] x = new float[pixels.length];
        int plane = height * width;
        for (int i = 0; i < x.length; i++) {
            x[i] = Pixels.normalize(pixels[i % plane * channels + i / plane] & 0xFF);
        }
        return x;
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
