package dev.eqm.sample.output;

import dev.eqm.core.data.DataException;
import dev.eqm.core.data.ImageGrid;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Png;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The first samples in one PNG, row by row. Memory holds one grid, however many samples come: those
 * behind {@link #limit} are left out.
 */
public final class PngGrid extends PartSink implements PictureSink {
    /** Pixels of a grid that viewers still open: 4096 x 4096. */
    private static final int MOST_PIXELS = 1 << 24;

    private final ImageGrid grid;
    private final ImageShape shape;
    private final int count;

    /**
     * Creates the file's folder if needed.
     *
     * @param shape of every picture
     * @param count how many will come; the grid takes at most {@link #limit} of them
     */
    public PngGrid(Path file, ImageGrid grid, ImageShape shape, int count) {
        super(file, Math.min(count, limit(shape)));
        this.grid = grid;
        this.shape = shape;
        this.count = Math.min(count, limit(shape));
    }

    /** How many pictures of a shape a grid takes, at least 1. */
    public static int limit(ImageShape shape) {
        return (int) Math.max(1, MOST_PIXELS / ((long) shape.height() * shape.width()));
    }

    /** The part is uint8 [N, H, W, C]. */
    @Override
    long lengthAfter(int done) {
        return (long) Math.min(done, count) * shape.elementCount();
    }

    @Override
    public void accept(PictureBatch batch) {
        int wanted = Math.min(batch.size(), count - batch.first());
        if (wanted > 0) {
            append(Arrays.copyOf(batch.pixels(), wanted * shape.elementCount()));
        }
    }

    @Override
    void complete() {
        byte[] all = whole(Math.multiplyExact(count, shape.elementCount()), "the grid");
        try {
            Png.write(
                    file.target(),
                    grid.arrange(all, count, shape.height(), shape.width(), shape.channels()));
        } catch (DataException e) {
            throw OutputException.because(file.target(), e);
        }
        file.delete();
    }
}
