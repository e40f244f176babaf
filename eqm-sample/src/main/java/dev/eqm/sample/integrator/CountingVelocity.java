package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.VelocityField;
import dev.eqm.sample.sampler.Effort;
import dev.eqm.sample.sampler.SampleResult;
import java.util.Arrays;

/**
 * Counts the calls of a velocity whose samples stay together from t = 0 to t = 1: every call is one
 * evaluation of every sample. A guided velocity is one evaluation too, though its network sees two
 * rows a sample. Closes nothing.
 */
final class CountingVelocity implements VelocityField {
    private final VelocityField velocity;
    private long calls;

    CountingVelocity(VelocityField velocity) {
        this.velocity = velocity;
    }

    @Override
    public NDArray velocity(NDArray x, double[] times) {
        calls++;
        return velocity.velocity(x, times);
    }

    /** The same result with what it took. */
    SampleResult told(SampleResult result) {
        Effort effort = result.effort();
        int[] evaluations = new int[effort.steps().length];
        Arrays.fill(evaluations, Math.toIntExact(calls));
        return result.with(new Effort(effort.steps(), evaluations, calls, effort.atMaximum()));
    }
}
