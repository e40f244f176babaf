package dev.eqm.sample.generate;

import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Png;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;

/** All samples in one PNG, row by row; kept in memory until the last has come. */
public final class PngGrid implements PictureSink {
    private final Path file;
    private final ImageGrid grid;
    private final ByteArrayOutputStream pixels = new ByteArrayOutputStream(); // [N, H, W, C]
    private int count;
    private ImageShape shape;

    /** Creates the file's folder if needed. */
    public PngGrid(Path file, ImageGrid grid) {
        OutputException.createFolder(file.toAbsolutePath().getParent());
        this.file = file;
        this.grid = grid;
    }

    @Override
    public void accept(PictureBatch batch) {
        pixels.writeBytes(batch.pixels());
        count += batch.size();
        shape = batch.shape();
    }

    @Override
    public void finish() {
        Png.write(
                file,
                grid.arrange(
                        pixels.toByteArray(),
                        count,
                        shape.height(),
                        shape.width(),
                        shape.channels()));
    }
}
