package dev.eqm.train.step;

import dev.eqm.core.loss.LossValue;
import java.util.Arrays;

/**
 * A {@link LossValue} in Java memory.
 *
 * @param mean over the images
 * @param zeroField the same for a network that answers 0
 * @param perSample [N]
 * @param zeroFieldPerSample [N]
 */
record LossNumbers(double mean, double zeroField, float[] perSample, float[] zeroFieldPerSample) {
    static LossNumbers of(LossValue value) {
        return new LossNumbers(
                value.mean().getFloat(),
                value.zeroField().getFloat(),
                value.perSample().toFloatArray(),
                value.zeroFieldPerSample().toFloatArray());
    }

    /** This slice's share in the mean over a batch. */
    LossNumbers weighted(double weight) {
        return new LossNumbers(weight * mean, weight * zeroField, perSample, zeroFieldPerSample);
    }

    /** Both slices, this one first. */
    LossNumbers plus(LossNumbers other) {
        return new LossNumbers(
                mean + other.mean,
                zeroField + other.zeroField,
                joined(perSample, other.perSample),
                joined(zeroFieldPerSample, other.zeroFieldPerSample));
    }

    private static float[] joined(float[] first, float[] second) {
        float[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
