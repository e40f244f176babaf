package dev.eqm.sample.generate;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.store.DType;
import java.nio.file.Path;

/**
 * All samples in the layout that the usual FID tools read: {@code arr_0}, uint8 [N, H, W, 3]. Grey
 * pictures repeat their channel.
 */
public final class NpzPictures implements PictureSink {
    private static final int RGB = 3;

    private final Path file;
    private final int count;
    private NpzStream stream;

    /**
     * Creates the file's folder if needed.
     *
     * @param count how many will come
     */
    public NpzPictures(Path file, int count) {
        OutputException.createFolder(file.toAbsolutePath().getParent());
        this.file = file;
        this.count = count;
    }

    @Override
    public void accept(PictureBatch batch) {
        ImageShape shape = batch.shape();
        if (stream == null) {
            stream = new NpzStream(file, DType.U8, count, shape.height(), shape.width(), RGB);
        }
        stream.write(shape.channels() == 1 ? repeated(batch.pixels()) : batch.pixels());
    }

    @Override
    public void finish() {
        stream.finish();
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
    }

    private static byte[] repeated(byte[] grey) {
        byte[] rgb = new byte[Math.multiplyExact(grey.length, RGB)];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = grey[i / RGB];
        }
        return rgb;
    }
}
