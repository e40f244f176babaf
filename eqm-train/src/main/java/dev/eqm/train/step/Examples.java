package dev.eqm.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;

/**
 * Some images of a batch with what was drawn for them. The arrays belong to who made them.
 *
 * @param x clean images, [N, C, H, W]
 * @param eps standard normal noise, same shape
 * @param gamma one γ an image, N of them, in Java memory
 * @param labels int64, [N], dropped ones replaced
 * @param seeds one an image, of what is random inside the network; empty for nothing random
 * @param batchSize images of the whole batch, N or more
 */
record Examples(
        NDArray x, NDArray eps, float[] gamma, NDArray labels, long[] seeds, int batchSize) {
    /** A whole batch. */
    Examples(NDArray x, NDArray eps, float[] gamma, NDArray labels, long[] seeds) {
        this(x, eps, gamma, labels, seeds, gamma.length);
    }

    /** N. */
    int size() {
        return gamma.length;
    }

    /** N / images of the batch: the weight of their mean loss in that of the batch. */
    double share() {
        return size() / (double) batchSize;
    }

    /** Rows [from, to), arrays as views. */
    Examples rows(int from, int to) {
        NDIndex rows = new NDIndex("{}:{}", from, to);
        return new Examples(
                x.get(rows),
                eps.get(rows),
                Arrays.copyOfRange(gamma, from, to),
                labels.get(rows),
                seeds.length == 0 ? seeds : Arrays.copyOfRange(seeds, from, to),
                batchSize);
    }
}
