package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;

/**
 * Where a run ended.
 *
 * @param x the last states, [N, C, H, W], owned by the caller's scope; samples only if {@link
 *     #finished}
 * @param steps updates made
 * @param gradientNorms ‖∇E‖ of every sample in the last step, [N]; not finite where it diverged
 * @param stateNorms ‖x‖ of every sample of {@code x}, [N]
 * @param reason why it ended
 */
public record SampleResult(
        NDArray x, int steps, double[] gradientNorms, double[] stateNorms, StopReason reason) {
    /** True if samples are where they were to go; false if the run failed. */
    public boolean finished() {
        return reason instanceof StopReason.Stopped || reason instanceof StopReason.Arrived;
    }
}
