package dev.eqm.train.step;

import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.train.optim.Gradients;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Loss and gradients of a slice, or of several added up.
 *
 * @param gradients one for each trained parameter, in order
 * @param forward seconds for corruption, network and loss
 * @param backward seconds for the gradients
 */
record BatchGradient(NDList gradients, LossNumbers loss, double forward, double backward) {
    /** How much is in memory at once; see {@link TrainSettings}. */
    record Portions(int microBatch, boolean recompute) {}

    /**
     * Loss and gradients of a whole batch, computed in parts that are added in their order: equal
     * to {@link LossGradient#of} of all at once up to rounding.
     *
     * <p>{@code microBatch} images at a time, those side by side in the lanes. A loss that is not
     * {@linkplain Loss#separable separable} leaves the lanes aside, and its mean becomes the mean
     * over the micro-batches.
     *
     * @param microBatch the last one may be smaller; 0 takes all at once
     * @return gradients in the current scope
     */
    static BatchGradient ofBatch(
            FieldModel model, Examples batch, int microBatch, Loss loss, Lanes lanes) {
        return ofBatch(model, batch, new Portions(microBatch, false), loss, lanes);
    }

    /** The same, with a choice of what is kept for the backward pass. */
    static BatchGradient ofBatch(
            FieldModel model, Examples batch, Portions portions, Loss loss, Lanes lanes) {
        int n = batch.size();
        int step = portions.microBatch == 0 ? n : portions.microBatch;
        BatchGradient sum = null;
        for (int from = 0; from < n; from += step) {
            try (Scope scope = Scope.open()) {
                Examples rows = step >= n ? batch : batch.rows(from, Math.min(n, from + step));
                for (BatchGradient part : parts(model, rows, n, portions, loss, lanes)) {
                    sum = sum == null ? part : sum.plus(part);
                }
                scope.keep(sum.gradients);
            }
        }
        return sum;
    }

    /** Shares of a batch of n images, in the scope of the caller, whoever computed them. */
    private static List<BatchGradient> parts(
            FieldModel model, Examples rows, int n, Portions portions, Loss loss, Lanes lanes) {
        int[] cut = loss.separable() ? lanes.cut(rows.size()) : new int[] {0, rows.size()};
        List<Supplier<BatchGradient>> tasks = new ArrayList<>();
        for (int i = 0; i + 1 < cut.length; i++) {
            Examples some = cut.length == 2 ? rows : rows.rows(cut[i], cut[i + 1]);
            double share = some.size() / (double) n;
            tasks.add(() -> LossGradient.of(model, some, loss, share, portions.recompute));
        }
        List<BatchGradient> results = lanes.run(tasks);
        if (results.size() == 1) {
            return results;
        }
        double inTurn = 1.0 / results.size(); // side by side: wall time, not core time
        results.forEach(part -> Scope.adopt(part.gradients));
        return results.stream()
                .map(
                        part ->
                                new BatchGradient(
                                        part.gradients,
                                        part.loss,
                                        part.forward * inTurn,
                                        part.backward * inTurn))
                .toList();
    }

    /** Adds another share; this sum's gradients are changed in place and handed on. */
    private BatchGradient plus(BatchGradient part) {
        Stopwatch watch = new Stopwatch();
        Gradients.add(gradients, part.gradients);
        return new BatchGradient(
                gradients,
                loss.plus(part.loss),
                forward + part.forward,
                backward + part.backward + watch.lap());
    }
}
