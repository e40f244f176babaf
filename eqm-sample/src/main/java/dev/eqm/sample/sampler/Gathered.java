package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Arithmetic;

/** Rows of a batch as they come, in parts; put back in the order of the batch. */
public final class Gathered {
    private final int[] position; // of sample i among those that came
    private final NDList parts = new NDList();
    private int came;

    /** Nobody yet, of so many samples. */
    public Gathered(int samples) {
        position = new int[samples];
    }

    /**
     * Some samples come.
     *
     * @param samples which, [L]
     * @param x their rows, [L, ...], open until all have come
     */
    public void add(int[] samples, NDArray x) {
        for (int sample : samples) {
            position[sample] = came++;
        }
        parts.add(x);
    }

    /** All samples, [N, ...], in the current scope; a part that is all of them as it came. */
    public NDArray inOrder() {
        if (parts.size() == 1) { // all together: in order
            return parts.head();
        }
        return Arithmetic.rows(NDArrays.concat(parts), position);
    }
}
