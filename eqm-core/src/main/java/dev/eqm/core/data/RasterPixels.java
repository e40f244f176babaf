package dev.eqm.core.data;

import static dev.eqm.core.data.format.PictureBounds.require;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * A decoded image as bytes, the way Pillow's {@code convert("RGB")} and {@code convert("L")} do it:
 * alpha is dropped, or blended over a background as {@code alpha_composite} does it, (αc + (255 −
 * α)b) / 255 rounded; colours that alpha has multiplied are divided again; grey is (19595 R + 38470
 * G + 7471 B + 2¹⁵) / 2¹⁶ (ITU-R 601). Of 16 bits the upper byte stays. Rasters are read, never
 * {@code getRGB}, which converts grey levels.
 */
final class RasterPixels {
    private static final List<Integer> WHOLE = // numbers, not floats or signed ones
            List.of(DataBuffer.TYPE_BYTE, DataBuffer.TYPE_USHORT, DataBuffer.TYPE_INT);

    private final Raster raster;
    private final ColorModel colours;
    private final int channels; // wanted, 1 or 3
    private final int[] behind; // three levels; empty: alpha is dropped

    private RasterPixels(BufferedImage image, int channels, int[] behind) {
        this.raster = image.getRaster();
        this.colours = image.getColorModel();
        this.channels = channels;
        this.behind = behind;
    }

    /**
     * The picture with 1 or 3 channels.
     *
     * @throws IOException if its samples are no colours that can be converted
     */
    static Picture of(BufferedImage image, int channels) throws IOException {
        return new RasterPixels(image, channels, new int[0]).picture();
    }

    /**
     * The picture with 1 or 3 channels, blended over a background where it is transparent.
     *
     * @throws IOException as above
     */
    static Picture over(BufferedImage image, int channels, Rgb background) throws IOException {
        int[] behind = {background.red(), background.green(), background.blue()};
        return new RasterPixels(image, channels, behind).picture();
    }

    /** Whether an image has one channel of grey, and no palette. */
    static boolean isGrey(BufferedImage image) {
        ColorModel colours = image.getColorModel();
        return !(colours instanceof IndexColorModel) && colours.getNumColorComponents() == 1;
    }

    private Picture picture() throws IOException {
        boolean palette = colours instanceof IndexColorModel;
        int colourBands = palette ? 3 : colours.getNumColorComponents();
        int bits = colours.getComponentSize(0);
        int bands = raster.getNumBands();
        boolean whole = WHOLE.contains(raster.getTransferType());
        require(
                whole && (colourBands == 1 || colourBands == 3) && bits <= 16,
                "%d channels of %d bits are neither grey nor RGB; convert it",
                bands,
                bits);
        int width = raster.getWidth();
        int height = raster.getHeight();
        byte[] pixels = new byte[Math.multiplyExact(width * channels, height)];
        int[] row = new int[width * bands]; // [W, bands]
        boolean multiplied = colours.hasAlpha() && colours.isAlphaPremultiplied();
        boolean blended = behind.length > 0 && colours.hasAlpha();
        if (!palette
                && !multiplied
                && !blended
                && bits == 8
                && PlainBytes.isOne(raster, colourBands)
                && PlainBytes.allOfEightBits(colours)) {
            byte[] plain = PlainBytes.of(raster, colourBands, channels);
            return new Picture(plain, height, width, channels);
        }
        int[] levels = new int[blended ? 3 : colourBands];
        int to = 0;
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int alpha = 255;
                if (palette) {
                    int argb = ((IndexColorModel) colours).getRGB(row[x * bands]);
                    look(argb, levels);
                    alpha = argb >>> 24;
                } else {
                    for (int c = 0; c < levels.length; c++) {
                        int band = Math.min(c, colourBands - 1); // grey thrice
                        levels[c] = level(row[x * bands + band], band);
                    }
                    if (blended || multiplied) {
                        alpha = level(row[x * bands + colourBands], colourBands);
                    }
                    if (multiplied) {
                        divide(levels, alpha);
                    }
                }
                if (blended) {
                    blend(levels, alpha);
                }
                put(levels, pixels, to);
                to += channels;
            }
        }
        return new Picture(pixels, height, width, channels);
    }

    private static void look(int rgb, int[] levels) {
        levels[0] = rgb >> 16 & 0xFF;
        levels[1] = rgb >> 8 & 0xFF;
        levels[2] = rgb & 0xFF;
    }

    /** Colours before they were multiplied by alpha, as Pillow's unpacker of RGBa has them. */
    private static void divide(int[] levels, int alpha) {
        for (int c = 0; c < levels.length && alpha > 0; c++) {
            levels[c] = Math.min(255, levels[c] * 255 / alpha);
        }
        if (alpha == 0) {
            Arrays.fill(levels, 0);
        }
    }

    /** Over the background, rounded as {@code alpha_composite} rounds for an opaque one. */
    private void blend(int[] levels, int alpha) {
        for (int c = 0; c < 3; c++) {
            int sum = alpha * levels[c] + (255 - alpha) * behind[c];
            levels[c] = (2 * sum + 255) / 510;
        }
    }

    /** A sample as 8 bits: more are cut, fewer are stretched over the range. */
    private int level(int sample, int band) {
        int bits = colours.getComponentSize(band);
        return bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1);
    }

    private void put(int[] levels, byte[] pixels, int to) {
        if (channels == 1) {
            pixels[to] = (byte) (levels.length == 1 ? levels[0] : grey(levels));
            return;
        }
        for (int c = 0; c < 3; c++) {
            pixels[to + c] = (byte) levels[levels.length == 1 ? 0 : c];
        }
    }

    /** ITU-R 601 in Pillow's fixed point. */
    private static int grey(int[] rgb) {
        return grey(rgb[0], rgb[1], rgb[2]);
    }

    static int grey(int red, int green, int blue) {
        return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
    }
}
