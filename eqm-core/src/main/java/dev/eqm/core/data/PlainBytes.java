package dev.eqm.core.data;

import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/**
 * Rasters of bytes that need no conversion but the order of their channels: what JPEG decoders give
 * and most PNG. They are read where they lie, which takes a fraction of the time of {@link
 * Raster#getPixels}; the levels are the same.
 */
final class PlainBytes {
    private PlainBytes() {}

    /** Whether a raster is one array of bytes, with a byte for each sample. */
    static boolean isOne(Raster raster, int colourBands) {
        return raster.getSampleModel() instanceof ComponentSampleModel
                && raster.getDataBuffer() instanceof DataBufferByte data
                && data.getNumBanks() == 1
                && raster.getNumBands() >= colourBands;
    }

    /** Whether samples are levels as they are: none is shifted or stretched. */
    static boolean allOfEightBits(ColorModel colours) {
        for (int bits : colours.getComponentSize()) {
            if (bits != 8) {
                return false;
            }
        }
        return true;
    }

    /**
     * The pixels, [H, W, channels].
     *
     * @param colourBands 1 for grey, 3 for RGB; more bands are not looked at
     * @param channels wanted, 1 or 3
     */
    static byte[] of(Raster raster, int colourBands, int channels) {
        ComponentSampleModel model = (ComponentSampleModel) raster.getSampleModel();
        DataBufferByte data = (DataBufferByte) raster.getDataBuffer();
        byte[] from = data.getData();
        int height = raster.getHeight();
        int width = raster.getWidth();
        int step = model.getPixelStride();
        int x = raster.getMinX() - raster.getSampleModelTranslateX();
        int y = raster.getMinY() - raster.getSampleModelTranslateY();
        int start = data.getOffset() + y * model.getScanlineStride() + x * step;
        int[] bands = model.getBandOffsets();
        int red = start + bands[0];
        int green = start + bands[colourBands == 1 ? 0 : 1];
        int blue = start + bands[colourBands == 1 ? 0 : 2];
        byte[] pixels = new byte[Math.multiplyExact(width * channels, height)];
        int to = 0;
        for (int row = 0; row < height; row++) {
            int at = row * model.getScanlineStride();
            for (int column = 0; column < width; column++, at += step) {
                if (channels == 3) {
                    pixels[to] = from[red + at];
                    pixels[to + 1] = from[green + at];
                    pixels[to + 2] = from[blue + at];
                    to += 3;
                } else if (colourBands == 1) {
                    pixels[to++] = from[red + at];
                } else {
                    int r = from[red + at] & 0xFF;
                    pixels[to++] =
                            (byte)
                                    RasterPixels.grey(
                                            r, from[green + at] & 0xFF, from[blue + at] & 0xFF);
                }
            }
        }
        return pixels;
    }
}
