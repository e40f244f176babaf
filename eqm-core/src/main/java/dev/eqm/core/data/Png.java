package dev.eqm.core.data;

import dev.eqm.core.store.AtomicFile;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * PNG files of 8 bits a channel, grey or RGB, bit for bit.
 *
 * <p>For what eqm wrote itself; {@link PictureFile} reads pictures of any kind, and converts them.
 * Everything goes through rasters: {@code BufferedImage.getRGB} converts grey levels by up to 73
 * steps.
 */
public final class Png {
    private static final byte[] END = {0, 0, 0, 0, 'I', 'E', 'N', 'D', -82, 66, 96, -126};

    private Png() {}

    /** Writes through {@link AtomicFile}: the file is complete or not there. */
    public static void write(Path path, Picture picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                if (!ImageIO.write(image(picture), "png", out)) {
                    throw new IOException("this Java has no PNG writer");
                }
            }
            AtomicFile.write(path, bytes.toByteArray());
        } catch (IOException e) {
            throw new DataException(
                    path, "cannot be written (" + e + "); does its folder exist?", e);
        }
    }

    /** Reads a whole picture; palettes, transparency and 16 bits are refused, not converted. */
    public static Picture read(Path path) {
        try {
            byte[] bytes = Files.readAllBytes(path);
            requireEnd(path, bytes);
            return toPicture(path, decode(PngChunks.pixelsOf(bytes)));
        } catch (NoSuchFileException e) {
            throw new DataException(path, "there is no such file; check the path", e);
        } catch (IOException | RuntimeException e) { // the JDK's reader throws both on bad bytes
            if (e instanceof DataException known) {
                throw known;
            }
            throw new DataException(path, "is no readable PNG (" + e.getMessage() + ")", e);
        }
    }

    /** The JDK's reader stops at the last pixel: a cut behind it would pass unnoticed. */
    private static void requireEnd(Path path, byte[] bytes) {
        int from = bytes.length - END.length;
        if (from < 0 || !Arrays.equals(bytes, from, bytes.length, END, 0, END.length)) {
            throw new DataException(
                    path, "does not end as a PNG does: cut off or no PNG; copy the file again");
        }
    }

    private static BufferedImage decode(byte[] bytes) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static Picture toPicture(Path path, BufferedImage image) {
        Raster raster = image.getRaster();
        int channels = raster.getNumBands();
        int bits = image.getColorModel().getComponentSize(0);
        boolean palette = image.getColorModel() instanceof IndexColorModel;
        if (palette || bits != 8 || (channels != 1 && channels != 3)) {
            throw new DataException(
                    path,
                    String.format(
                            "%d channels of %d bits%s are not supported; convert it to 8-bit grey"
                                    + " or RGB",
                            channels, bits, palette ? " with a palette" : ""));
        }
        int width = raster.getWidth();
        int height = raster.getHeight();
        int stride = width * channels;
        byte[] pixels = new byte[height * stride];
        int[] row = new int[stride]; // [W, C]
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int i = 0; i < stride; i++) {
                pixels[y * stride + i] = (byte) row[i];
            }
        }
        return new Picture(pixels, height, width, channels);
    }

    /** The picture as the JDK's writers take it, level by level. */
    static BufferedImage image(Picture picture) {
        boolean grey = picture.channels() == 1;
        BufferedImage image =
                new BufferedImage(
                        picture.width(),
                        picture.height(),
                        grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        fill(image.getRaster(), picture);
        return image;
    }

    private static void fill(WritableRaster raster, Picture picture) {
        int stride = picture.width() * picture.channels();
        int[] row = new int[stride]; // [W, C]
        for (int y = 0; y < picture.height(); y++) {
            for (int i = 0; i < stride; i++) {
                row[i] = picture.pixels()[y * stride + i] & 0xFF;
            }
            raster.setPixels(0, y, picture.width(), 1, row);
        }
    }
}
