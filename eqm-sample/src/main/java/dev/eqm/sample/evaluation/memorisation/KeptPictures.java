package dev.eqm.sample.evaluation.memorisation;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Pixels;
import dev.eqm.sample.output.PictureBatch;
import dev.eqm.sample.output.PictureSink;
import java.util.Arrays;

/** The first pictures that come, in memory. */
public final class KeptPictures implements PictureSink {
    private final int most;
    private float[] values = {};
    private long[] labels = {};

    /** So many at most. */
    public KeptPictures(int most) {
        require(most >= 1, "most must be at least 1, got %s", most);
        this.most = most;
    }

    /** How many at most. */
    public int most() {
        return most;
    }

    @Override
    public void accept(PictureBatch batch) {
        int before = labels.length;
        int n = Math.min(batch.size(), most - before);
        if (n <= 0) {
            return;
        }
        ImageShape s = batch.shape();
        int size = s.elementCount();
        values = Arrays.copyOf(values, (before + n) * size);
        labels = Arrays.copyOf(labels, before + n);
        System.arraycopy(batch.labels(), 0, labels, before, n);
        int plane = s.height() * s.width();
        for (int i = 0; i < n * size; i++) { // [H, W, C] to [C, H, W]
            int image = i / size;
            int channel = i % s.channels();
            int pixel = i % size / s.channels();
            values[(before + image) * size + channel * plane + pixel] =
                    Pixels.normalize(batch.pixels()[i] & 0xFF);
        }
    }

    /** All that were kept: pixels in [−1, 1]; at least one must have come. */
    public LabelledVectors vectors() {
        return new LabelledVectors(values, labels);
    }
}
