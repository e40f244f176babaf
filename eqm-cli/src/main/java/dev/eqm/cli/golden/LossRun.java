package dev.eqm.cli.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.loss.LossValue;
import dev.eqm.core.loss.Prediction;
import dev.eqm.core.path.Corruption;
import dev.eqm.models.nn.FieldModel;

/**
 * A training step up to the gradients, on a given batch with given noise.
 *
 * @param batch x_γ = γ·x1 + (1 − γ)·x0 of images [N, C, H, W]
 * @param answer f(x_γ) in the paper's sign, and the last block's tokens
 * @param value losses of the samples, [N], and their mean
 * @param gradients one for each trained parameter, in order
 */
record LossRun(Corruption batch, Prediction answer, LossValue value, NDList gradients) {
    /**
     * Runs a batch; the thread must record a graph.
     *
     * @param prefix of the arrays x1 (data), x0 (noise), t and y
     */
    static LossRun of(GoldenCase golden, FieldModel model, Loss loss, String prefix) {
        NDArray gamma = golden.array(prefix + "t");
        Corruption batch =
                Corruption.of(golden.array(prefix + "x1"), golden.array(prefix + "x0"), gamma);
        Prediction answer = model.answer(batch.xGamma(), gamma, golden.array(prefix + "y"));
        LossValue value = loss.of(answer, batch);
        NDList gradients = Autograd.gradients(value.mean(), model.parameters().trainable());
        return new LossRun(batch, answer, value, gradients);
    }
}
