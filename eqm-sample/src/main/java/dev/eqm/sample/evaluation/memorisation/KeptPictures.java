package dev.eqm.sample.evaluation.memorisation;

import static dev.eqm.core.check.Check.require;

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
        int size = batch.shape().elementCount();
        values = Arrays.copyOf(values, (before + n) * size);
        labels = Arrays.copyOf(labels, before + n);
        System.arraycopy(batch.labels(), 0, labels, before, n);
        float[] planes = batch.planes();
        for (int i = 0; i < n * size; i++) {
            values[before * size + i] = Pixels.normalize((int) planes[i]);
        }
    }

    /** All that were kept: pixels in [−1, 1]; at least one must have come. */
    public LabelledVectors vectors() {
        return new LabelledVectors(values, labels);
    }
}
