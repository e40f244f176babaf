package dev.eqm.sample.integrator;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.VelocityField;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.sample.sampler.Loop;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;

/**
 * Follows a velocity from noise at t = 0 to data at t = 1: an integrator with its number of steps,
 * checked against each other when they are put together. What {@link
 * dev.eqm.sample.sampler.Sampler} is for fields without time.
 *
 * @param integrator how
 * @param steps how many, unless the integrator chooses them itself
 */
public record Integration(Integrator integrator, int steps) {
    public Integration {
        requireGiven("integrator", integrator);
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        integrator.requireSteps(steps);
    }

    /** The same with nobody watching, and row numbers as seeds. */
    public SampleResult run(VelocityField velocity, NDArray start) {
        return run(velocity, start, SampleListener.NONE);
    }

    /** The same with row numbers as seeds. */
    public SampleResult run(VelocityField velocity, NDArray start, SampleListener listener) {
        requireGiven("start", start);
        return run(velocity, start, Loop.rowNumbers(start), listener);
    }

    /** Follows the velocity: {@link Integrator#run}. */
    public SampleResult run(
            VelocityField velocity, NDArray start, long[] seeds, SampleListener listener) {
        requireGiven("velocity", velocity, "start", start, "seeds", seeds, "listener", listener);
        try (GradMode off = GradMode.off()) { // an integrator of one's own need not think of it
            return integrator.run(velocity, start, steps, seeds, listener);
        }
    }
}
