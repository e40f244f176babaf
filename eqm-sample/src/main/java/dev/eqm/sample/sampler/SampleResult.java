package dev.eqm.sample.sampler;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.check.Brief;

/**
 * Where a run ended.
 *
 * @param x the last states, [N, C, H, W], owned by the caller's scope; samples only if {@link
 *     #finished}
 * @param steps updates of the sample that made most
 * @param gradientNorms ‖∇E‖ of every sample in its last step, [N]; not finite where it diverged
 * @param stateNorms ‖x‖ of every sample of {@code x}, [N]
 * @param reason why it ended
 * @param effort what it took
 */
public record SampleResult(
        NDArray x,
        int steps,
        double[] gradientNorms,
        double[] stateNorms,
        StopReason reason,
        Effort effort) {
    /** True if samples are where they were to go; false if the run failed. */
    public boolean finished() {
        return reason instanceof StopReason.Stopped || reason instanceof StopReason.Arrived;
    }

    @Override
    public String toString() {
        return "SampleResult[x=%s, steps=%s, gradientNorms=%s, stateNorms=%s, reason=%s, effort=%s]"
                .formatted(
                        x.getShape(),
                        steps,
                        Brief.of(gradientNorms),
                        Brief.of(stateNorms),
                        reason,
                        effort);
    }
}
