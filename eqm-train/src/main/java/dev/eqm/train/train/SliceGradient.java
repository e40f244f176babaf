package dev.eqm.train.train;

import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.loss.Answer;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;

/**
 * Corruption, network, loss and gradients of one slice of a batch: a pure function of (model,
 * slice, loss). It changes nothing, keeps nothing and may run on any thread, on several at a time.
 */
final class SliceGradient {
    private SliceGradient() {}

    /**
     * The mean loss over the slice and its gradients.
     *
     * @return gradients in the current scope, everything else in Java memory
     */
    static SliceResult of(FieldModel model, Slice slice, Loss loss) {
        Stopwatch watch = new Stopwatch();
        try (GradMode on = GradMode.on();
                Scope scope = Scope.open()) {
            Corruption corruption = Corruption.of(slice.x(), slice.eps(), slice.gamma());
            Answer answer = model.answer(corruption.xGamma(), slice.gamma(), slice.labels());
            LossValue value = loss.of(answer, corruption);
            SliceLoss numbers = SliceLoss.of(value);
            double forward = watch.lap();
            NDList gradients = Autograd.gradients(value.mean(), model.parameters().trainable());
            return new SliceResult(scope.keep(gradients), numbers, forward, watch.lap());
        }
    }
}
