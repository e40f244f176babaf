package dev.eqm.core.data;

import static dev.eqm.core.data.DataException.require;

import dev.eqm.core.data.format.PictureBounds;
import dev.eqm.core.data.format.PngChunks;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.LfsPointer;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
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
            String pointer = LfsPointer.problem(bytes);
            require(path, pointer.isEmpty(), "%s", pointer);
            requireEnd(path, bytes);
            PictureBounds.require(PngChunks.isPng(bytes), "not a PNG: wrong signature");
            return toPicture(path, PictureFile.decode(bytes));
        } catch (NoSuchFileException e) {
            throw new DataException(path, "there is no such file; check the path", e);
        } catch (IOException | RuntimeException e) { // the JDK's reader throws both on bad bytes
            if (e instanceof DataException known) {
                throw known;
            }
            throw new DataException(path, "cannot be read as a PNG (" + e.getMessage() + ")", e);
        }
    }

    /** The JDK's reader stops at the last pixel: a cut behind it would pass unnoticed. */
    private static void requireEnd(Path path, byte[] bytes) {
        int from = bytes.length - END.length;
        require(
                path,
                from >= 0 && Arrays.equals(bytes, from, bytes.length, END, 0, END.length),
                "does not end like a PNG: truncated, or not a PNG; copy the file again");
    }

    /** What {@link #write} writes; anything else would have to be converted. */
    private static Picture toPicture(Path path, BufferedImage image) throws IOException {
        int channels = image.getRaster().getNumBands();
        int bits = image.getColorModel().getComponentSize(0);
        boolean palette = image.getColorModel() instanceof IndexColorModel;
        require(
                path,
                !palette && bits == 8 && (channels == 1 || channels == 3),
                "%d channels of %d bits%s are not supported; convert it to 8-bit grey or RGB",
                channels,
                bits,
                palette ? " with a palette" : "");
        return RasterPixels.of(image, channels);
    }

    /**
     * The picture as the JDK's writers take it, level by level. RGB lies as BGR in memory; the
     * raster turns it around.
     */
    static BufferedImage image(Picture picture) {
        boolean grey = picture.channels() == 1;
        BufferedImage image =
                new BufferedImage(
                        picture.width(),
                        picture.height(),
                        grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        WritableRaster raster = image.getRaster();
        int stride = picture.width() * picture.channels();
        int[] row = new int[stride]; // [W, C]
        for (int y = 0; y < picture.height(); y++) {
            for (int i = 0; i < stride; i++) {
                row[i] = picture.pixels()[y * stride + i] & 0xFF;
            }
            raster.setPixels(0, y, picture.width(), 1, row);
        }
        return image;
    }
}
