package dev.eqm.sample.output;

import dev.eqm.core.data.ImageShape;
import dev.eqm.sample.plot.PngBytes;
import dev.eqm.sample.sheet.PictureSheet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * The first samples in one PNG, row by row. Memory holds one grid, however many samples come: those
 * behind the first {@code count} are left out.
 */
public final class PngGrid extends PartSink implements PictureSink {
    private final PictureSheet sheet;
    private final int count;
    private final Map<String, String> texts;

    /**
     * Creates the file's folder if needed.
     *
     * @param sheet how pictures are arranged, and their shape
     * @param count how many the grid shows, at most as many as come
     * @param texts of the file: what it shows, by keyword
     */
    public PngGrid(Path file, PictureSheet sheet, int count, Map<String, String> texts) {
        super(file, count);
        this.sheet = sheet;
        this.count = count;
        this.texts = texts;
    }

    /** The part is uint8 [N, H, W, C]. */
    @Override
    long lengthAfter(int done) {
        return (long) Math.min(done, count) * shape().elementCount();
    }

    @Override
    public void accept(PictureBatch batch) {
        int wanted = Math.min(batch.size(), count - batch.first());
        if (wanted > 0) {
            append(Arrays.copyOf(batch.pixels(), wanted * shape().elementCount()));
        }
    }

    @Override
    void complete() {
        byte[] all = whole(Math.multiplyExact(count, shape().elementCount()), "the grid");
        OutputFiles.write(file.target(), PngBytes.of(sheet.draw(all, count), texts));
        file.delete();
    }

    private ImageShape shape() {
        return sheet.shape();
    }
}
