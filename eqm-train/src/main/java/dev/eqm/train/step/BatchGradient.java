package dev.eqm.train.step;

import dev.eqm.core.device.Lanes;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.memory.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The same for a batch in parts: what {@link TrainStep#lossGradient} computes of all examples at
 * once, computed of some at a time and added up in their order. Equal up to rounding, of which the
 * parts are a part.
 *
 * <p>A micro-batch follows the other, so that fewer activations are in memory; the images of each
 * are shared out to lanes, which compute side by side. With no micro-batch and one lane nothing is
 * cut and nothing added.
 *
 * @param microBatch images at a time, the last time perhaps fewer; 0 takes all at once
 * @param separable whether lanes may cut a micro-batch, {@link Loss#separable}; of a loss that is
 *     not, the mean becomes the mean over the micro-batches
 */
record BatchGradient(int microBatch, boolean separable, Lanes lanes) {
    /**
     * The gradient of a batch by way of its parts.
     *
     * @param gradient of some examples, their share; called on any thread, several at a time
     * @return in the current scope
     */
    LossGradient of(Examples batch, Function<Examples, LossGradient> gradient) {
        int n = batch.size();
        int step = microBatch == 0 ? n : microBatch;
        LossGradient sum = null;
        for (int from = 0; from < n; from += step) {
            try (Scope scope = Scope.open()) {
                Examples some = step >= n ? batch : batch.rows(from, Math.min(n, from + step));
                for (LossGradient part : sideBySide(some, gradient)) {
                    sum = sum == null ? part : sum.plus(part);
                }
                scope.keep(sum.gradients());
                scope.keep(sum.numbers());
            }
        }
        return sum;
    }

    /** One for each lane that has something to do, in the scope of the caller, whoever made it. */
    private List<LossGradient> sideBySide(
            Examples some, Function<Examples, LossGradient> gradient) {
        int[] cut = separable ? lanes.cut(some.size()) : new int[] {0, some.size()};
        int parts = cut.length - 1;
        List<Supplier<LossGradient>> tasks = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
            Examples rows = parts == 1 ? some : some.rows(cut[i], cut[i + 1]);
            tasks.add(() -> gradient.apply(rows));
        }
        List<LossGradient> results = lanes.run(tasks);
        if (parts == 1) {
            return results;
        }
        results.forEach(part -> Scope.adopt(part.gradients()));
        results.forEach(part -> Scope.adopt(part.numbers()));
        return results.stream().map(part -> part.oneOf(parts)).toList();
    }
}
