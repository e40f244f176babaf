package dev.eqm.train.train;

import ai.djl.ndarray.NDList;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.train.optim.Gradients;

/**
 * Loss and gradients of a slice, or of several added up.
 *
 * @param gradients one for each trained parameter, in order
 * @param forward seconds for corruption, network and loss
 * @param backward seconds for the gradients
 */
record SliceResult(NDList gradients, SliceLoss loss, double forward, double backward) {
    /**
     * Loss and gradients of a whole batch, computed {@code microBatch} images at a time and added
     * in their order: equal to {@link SliceGradient#of} of all at once up to rounding, for losses
     * that are means over images. {@link dev.eqm.core.loss.DispersiveLoss} compares the images of a
     * slice with each other, so its term becomes the mean over the slices.
     *
     * @param microBatch the last slice may be smaller; 0 takes all at once
     * @return gradients in the current scope
     */
    static SliceResult ofBatch(FieldModel model, Slice batch, int microBatch, Loss loss) {
        int n = batch.size();
        if (microBatch == 0 || microBatch >= n) {
            return SliceGradient.of(model, batch, loss);
        }
        double share = microBatch / (double) n;
        SliceResult sum = of(model, batch, 0, microBatch, loss);
        Gradients.scale(sum.gradients, share);
        sum = new SliceResult(sum.gradients, sum.loss.weighted(share), sum.forward, sum.backward);
        for (int from = microBatch; from < n; from += microBatch) {
            int to = Math.min(n, from + microBatch);
            try (Scope scope = Scope.open()) {
                sum = sum.plus(of(model, batch, from, to, loss), (to - from) / (double) n);
            }
        }
        return sum;
    }

    private static SliceResult of(FieldModel model, Slice batch, int from, int to, Loss loss) {
        return SliceGradient.of(model, batch.rows(from, to), loss);
    }

    /** Adds a slice's share; this sum's gradients are changed in place and handed on. */
    private SliceResult plus(SliceResult slice, double share) {
        Stopwatch watch = new Stopwatch();
        Gradients.add(gradients, share, slice.gradients);
        return new SliceResult(
                gradients,
                loss.plus(slice.loss.weighted(share)),
                forward + slice.forward,
                backward + slice.backward + watch.lap());
    }
}
