package dev.eqm.sample.output;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.store.DType;
import java.nio.file.Path;

/**
 * All samples in the layout that the usual FID tools read: {@code arr_0}, uint8 [N, H, W, 3], and
 * {@code labels}, int64 [N]. Grey pictures repeat their channel.
 */
public final class NpzPictures extends NpzStream implements PictureSink {
    private static final int RGB = 3;

    /**
     * Creates the file's folder if needed.
     *
     * @param shape of every picture
     * @param labels of all samples that will come, by index
     */
    public NpzPictures(Path file, ImageShape shape, long[] labels) {
        super(file, DType.U8, labels, shape.height(), shape.width(), RGB);
    }

    @Override
    public void accept(PictureBatch batch) {
        boolean grey = batch.shape().channels() == 1;
        append(grey ? repeated(batch.pixels()) : batch.pixels());
    }

    private static byte[] repeated(byte[] grey) {
        byte[] rgb = new byte[Math.multiplyExact(grey.length, RGB)];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = grey[i / RGB];
        }
        return rgb;
    }
}
