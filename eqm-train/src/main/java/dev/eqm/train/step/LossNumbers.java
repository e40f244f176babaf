package dev.eqm.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.kernel.Traffic;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.ranks.Ranks;

/**
 * What a step wants to know in Java: a {@link LossValue} of the batch and the size of the gradient.
 *
 * @param mean over the N images of the batch
 * @param zeroField the same for a network that answers 0
 * @param perSample [N]
 * @param zeroFieldPerSample [N]
 * @param gradientNorm Euclidean norm over all gradients, before clipping
 */
record LossNumbers(
        double mean,
        double zeroField,
        float[] perSample,
        float[] zeroFieldPerSample,
        double gradientNorm) {
    /** In front of the numbers of the samples: mean and zero field. */
    private static final int HEAD = 2;

    /**
     * A loss of n samples in one array that is small and has no graph, so that the rest can go.
     *
     * @return on the device, [2 + 2n]: mean, zero field, per sample, zero field per sample; in the
     *     current scope
     */
    static NDArray packed(LossValue value) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDList all =
                    new NDList(
                            value.mean().flatten(),
                            value.zeroField().flatten(),
                            value.perSample(),
                            value.zeroFieldPerSample());
            return scope.keep(NDArrays.concat(all));
        }
    }

    /**
     * Reads everything at once. On a GPU this is where a step waits for its queue to be worked off,
     * and nowhere else.
     *
     * @param parts of this rank's share of a batch, each {@link #packed}; each counts as much as it
     *     has samples
     * @param gradientNorm 0-d
     * @param ranks share the batch equally; what rank 0 says of the norm holds for all
     */
    static LossNumbers read(NDList parts, NDArray gradientNorm, Ranks ranks) {
        float[] all = ranks.gather(concatenated(parts, gradientNorm));
        int each = all.length / ranks.size();
        int n = ranks.size() * (each - 1 - HEAD * parts.size()) / 2;
        float[] perSample = new float[n];
        float[] zeroFieldPerSample = new float[n];
        double mean = 0;
        double zeroField = 0;
        int done = 0;
        for (int r = 0; r < ranks.size(); r++) {
            int at = r * each;
            for (NDArray part : parts) {
                int size = Math.toIntExact(part.size() - HEAD) / 2;
                double share = size / (double) n;
                mean += share * all[at];
                zeroField += share * all[at + 1];
                System.arraycopy(all, at + HEAD, perSample, done, size);
                System.arraycopy(all, at + HEAD + size, zeroFieldPerSample, done, size);
                at += HEAD + 2 * size;
                done += size;
            }
        }
        return new LossNumbers(mean, zeroField, perSample, zeroFieldPerSample, all[each - 1]);
    }

    private static float[] concatenated(NDList parts, NDArray gradientNorm) {
        try (GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            NDList all = new NDList(parts).addAll(new NDList(gradientNorm.flatten()));
            return Traffic.floats(NDArrays.concat(all));
        }
    }
}
