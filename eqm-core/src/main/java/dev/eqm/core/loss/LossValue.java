package dev.eqm.core.loss;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.kernel.Form;

/**
 * A loss and what is needed to judge it.
 *
 * @param mean the number to minimise, 0-d, with the graph
 * @param perSample mean square of each sample, [N]
 * @param zeroField the loss of a network that always answers 0 on this batch, 0-d: the mean square
 *     of the target
 * @param zeroFieldPerSample the same for each sample, [N]
 */
public record LossValue(
        NDArray mean, NDArray perSample, NDArray zeroField, NDArray zeroFieldPerSample) {
    public LossValue {
        requireGiven(
                "mean",
                mean,
                "perSample",
                perSample,
                "zeroField",
                zeroField,
                "zeroFieldPerSample",
                zeroFieldPerSample);
        Form.requireShape("mean", mean);
        Form.requireShape("zeroField", zeroField);
        require(
                perSample.getShape().dimension() == 1,
                "perSample must be [N], one number per image, got %s",
                perSample.getShape());
        Form.requireLike("zeroFieldPerSample", zeroFieldPerSample, perSample, "perSample");
    }
}
