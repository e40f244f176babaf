package dev.eqm.train.step;

import ai.djl.ndarray.NDList;
import dev.eqm.train.optim.Gradients;

/**
 * Loss and gradients of some examples, as {@link TrainStep#lossGradient} computes them: their share
 * in those of the batch, still on the device.
 *
 * @param gradients one for each trained parameter, in order
 * @param numbers what the loss said, {@linkplain LossNumbers#packed packed}: one array for each
 *     part that was computed by itself, in their order
 * @param forward seconds until the loss was there
 */
record LossGradient(NDList gradients, NDList numbers, double forward) {
    /**
     * The next part of the batch added; this one's gradients are changed in place and handed on.
     */
    LossGradient plus(LossGradient next) {
        Gradients.add(gradients, next.gradients);
        return new LossGradient(
                gradients, new NDList(numbers).addAll(next.numbers), forward + next.forward);
    }

    /** The same, one of {@code parts} side by side: seconds are wall time, not core time. */
    LossGradient oneOf(int parts) {
        return new LossGradient(gradients, numbers, forward / parts);
    }
}
