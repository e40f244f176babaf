package dev.eqm.sample.sampler;

import static dev.eqm.core.rule.Rules.require;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.VelocityField;

/**
 * Follows a velocity from noise at t = 0 to data at t = 1 in equal steps, in the same loop as
 * {@link Sampler}.
 *
 * @param integrator how one step moves
 * @param steps how many; step k goes from (k − 1)/steps to k/steps
 */
public record Integration(Integrator integrator, int steps) {
    public Integration {
        require(steps >= 1, "steps must be at least 1, got %s", steps);
    }

    /** The same with nobody watching, and row numbers as seeds. */
    public SampleResult run(VelocityField velocity, NDArray start) {
        return run(velocity, start, SampleListener.NONE);
    }

    /** The same with row numbers as seeds: for integrators that draw no noise. */
    public SampleResult run(VelocityField velocity, NDArray start, SampleListener listener) {
        return run(velocity, start, Loop.rowNumbers(start), listener);
    }

    /** Follows the velocity; start, seeds, result and listener as those of {@link Sampler}. */
    public SampleResult run(
            VelocityField velocity, NDArray start, long[] seeds, SampleListener listener) {
        Loop.Move move =
                (number, x, state) ->
                        integrator.step(
                                velocity,
                                x,
                                (number - 1) / (double) steps,
                                number / (double) steps,
                                state);
        return new Loop(integrator::init, move, new StopRule.MaxSteps(steps))
                .run(start, seeds, listener);
    }
}
