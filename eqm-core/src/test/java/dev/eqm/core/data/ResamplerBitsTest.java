package dev.eqm.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Point;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick ways to a square have the bits of the plain ones. */
class ResamplerBitsTest {
    private static final int[][] SIZES = { // height, width
        {1, 1},
        {1, 9},
        {9, 1},
        {7, 7},
        {8, 8},
        {16, 16},
        {16, 17},
        {17, 16},
        {31, 33},
        {32, 64},
        {33, 65},
        {64, 32},
        {101, 53},
        {128, 128},
        {129, 257},
        {375, 500},
        {500, 333}
    };

    private static Picture noise(int height, int width, int channels, long seed) {
        byte[] pixels = new byte[height * width * channels];
        new Random(seed).nextBytes(pixels);
        return new Picture(pixels, height, width, channels);
    }

    /** Extreme levels make bicubic weights overshoot on both sides. */
    private static Picture hard(int height, int width, int channels) {
        Picture p = noise(height, width, channels, 5);
        for (int i = 0; i < p.pixels().length; i++) {
            p.pixels()[i] = (byte) (p.pixels()[i] >> 7);
        }
        return p;
    }

    @Test
    void squaresAreThoseOfThePlainWay() {
        for (int[] s : SIZES) {
            for (int channels : new int[] {1, 3}) {
                for (int size : new int[] {1, 4, 7, 8, 16, 32, 64}) {
                    for (Picture p :
                            new Picture[] {
                                noise(s[0], s[1], channels, size), hard(s[0], s[1], channels)
                            }) {
                        Picture want = TwinResampler.crop(p, size);
                        String which = p + " to " + size;
                        assertThat(new CenterCrop(size).apply(p)).as(which).isEqualTo(want);
                        assertThat(new CenterCrop(size).stages(p).cropped())
                                .as(which)
                                .isEqualTo(want);
                    }
                }
            }
        }
    }

    @Test
    void sizesAreThoseOfThePlainWay() {
        int[] sides = {1, 2, 3, 8, 13, 16, 26, 27};
        for (Resampling filter : Resampling.values()) {
            for (int channels : new int[] {1, 3}) {
                Picture p = hard(26, 16, channels);
                for (int height : sides) {
                    for (int width : sides) {
                        assertThat(Resampler.resize(p, height, width, filter))
                                .as("%s %s to %s x %s", filter, p, height, width)
                                .isEqualTo(TwinResampler.resize(p, height, width, filter));
                    }
                }
            }
        }
    }

    /** Rasters that begin elsewhere in their array, and arrays with other orders of channels. */
    @Test
    void rastersOfBytesAreReadWhereTheyLie() throws IOException {
        for (int type :
                new int[] {
                    BufferedImage.TYPE_3BYTE_BGR,
                    BufferedImage.TYPE_4BYTE_ABGR,
                    BufferedImage.TYPE_BYTE_GRAY
                }) {
            BufferedImage whole = new BufferedImage(13, 11, type);
            Random random = new Random(type);
            WritableRaster raster = whole.getRaster();
            for (int y = 0; y < 11; y++) {
                for (int x = 0; x < 13; x++) {
                    for (int band = 0; band < raster.getNumBands(); band++) {
                        raster.setSample(x, y, band, random.nextInt(256));
                    }
                }
            }
            for (BufferedImage image :
                    new BufferedImage[] {whole, whole.getSubimage(3, 2, 7, 5), shifted(whole)}) {
                for (int channels : new int[] {1, 3}) {
                    Picture got = RasterPixels.of(image, channels);
                    assertThat(got).isEqualTo(sampled(image, channels));
                }
            }
        }
    }

    /** A part whose array is that of the whole and whose coordinates are its own. */
    private static BufferedImage shifted(BufferedImage whole) {
        WritableRaster part = whole.getRaster().createWritableChild(2, 3, 5, 4, 0, 0, null);
        return new BufferedImage(whole.getColorModel(), part, false, null);
    }

    private static Picture sampled(BufferedImage image, int channels) {
        Raster raster = image.getRaster();
        assertThat(new Point(raster.getMinX(), raster.getMinY())).isEqualTo(new Point(0, 0));
        int h = raster.getHeight();
        int w = raster.getWidth();
        byte[] pixels = new byte[h * w * channels];
        boolean isGrey = RasterPixels.isGrey(image);
        for (int i = 0; i < h * w; i++) {
            int[] rgb = new int[3];
            for (int c = 0; c < 3; c++) {
                rgb[c] = raster.getSample(i % w, i / w, isGrey ? 0 : c);
            }
            for (int c = 0; c < channels; c++) {
                int luma = (19595 * rgb[0] + 38470 * rgb[1] + 7471 * rgb[2] + 0x8000) >> 16;
                pixels[i * channels + c] = (byte) (channels == 3 ? rgb[c] : isGrey ? rgb[0] : luma);
            }
        }
        return new Picture(pixels, h, w, channels);
    }
}
