package dev.eqm.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.Arrays;

/**
 * Some images of a batch with what was drawn for them.
 *
 * @param x clean images, [N, C, H, W]
 * @param eps noise, same shape
 * @param gamma [N]
 * @param labels int64, [N], dropped ones replaced
 * @param seeds one a sample, of what is random inside the network; empty for nothing random
 */
record Examples(NDArray x, NDArray eps, NDArray gamma, NDArray labels, long[] seeds) {
    /** N. */
    int size() {
        return Math.toIntExact(x.getShape().get(0));
    }

    /** Rows [from, to) of all, arrays as views. */
    Examples rows(int from, int to) {
        NDIndex rows = new NDIndex("{}:{}", from, to);
        long[] some = seeds.length == 0 ? seeds : Arrays.copyOfRange(seeds, from, to);
        return new Examples(x.get(rows), eps.get(rows), gamma.get(rows), labels.get(rows), some);
    }
}
