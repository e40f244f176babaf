package dev.eqm.train.step;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.kernel.Arithmetic;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.TrainingPass;

/**
 * Corruption, network, loss and gradients of one slice of a batch: a pure function of (model,
 * slice, loss). It changes nothing, keeps nothing and may run on any thread, on several at a time.
 */
final class LossGradient {
    private LossGradient() {}

    /** The mean loss over the slice and its gradients. */
    static BatchGradient of(FieldModel model, Examples slice, Loss loss) {
        return of(model, slice, loss, 1, false);
    }

    /**
     * A slice's share of the mean loss over a batch, and its gradients: the loss is weighted before
     * the backward pass, so that no gradient has to be.
     *
     * @param share images of the slice / images of the batch
     * @param recompute whether activations inside blocks are computed again instead of being kept
     * @return gradients in the current scope, everything else in Java memory
     */
    static BatchGradient of(
            FieldModel model, Examples slice, Loss loss, double share, boolean recompute) {
        Stopwatch watch = new Stopwatch();
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            Corruption corruption = Corruption.of(slice.x(), slice.eps(), slice.gamma());
            TrainingPass pass = pass(model, slice, corruption.xGamma(), recompute);
            LossValue value = loss.of(pass.answer(), corruption);
            LossNumbers numbers = LossNumbers.of(value).weighted(share);
            NDArray weighted =
                    share == 1
                            ? value.mean()
                            : Arithmetic.scale(value.mean(), factor(value.mean(), share));
            double forward = watch.lap();
            NDList gradients = pass.gradients(weighted);
            return new BatchGradient(scope.keep(gradients), numbers, forward, watch.lap());
        }
    }

    private static TrainingPass pass(
            FieldModel model, Examples slice, NDArray xGamma, boolean recompute) {
        return recompute
                ? model.recomputedPass(xGamma, slice.gamma(), slice.labels(), slice.seeds())
                : model.trainingPass(xGamma, slice.gamma(), slice.labels(), slice.seeds());
    }

    /** 0-d, libtorch's own memory: the graph keeps it. */
    private static NDArray factor(NDArray loss, double share) {
        return loss.getManager()
                .full(new Shape(), (float) share, DataType.FLOAT32, loss.getDevice());
    }
}
