package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import dev.eqm.core.field.VelocityField;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;
import java.util.OptionalInt;

/**
 * How a velocity is followed from noise at t = 0 to data at t = 1: in equal steps ({@link
 * FixedStep}), in steps of each sample's own ({@link DormandPrince}), or with noise added on the
 * way ({@link Stochastic}). Samples do not know each other.
 */
public interface Integrator {
    /**
     * Follows the velocity; start, seeds, result and listener as those of {@link
     * dev.eqm.sample.sampler.Sampler}. Gradients are −v where a step begins.
     *
     * @param steps how many, at least 1; an integrator that chooses its steps does not look
     */
    SampleResult run(
            VelocityField velocity,
            NDArray start,
            int steps,
            long[] seeds,
            SampleListener listener);

    /** How often a listener hears of a run that is told so many steps. */
    default int reports(int steps) {
        return steps;
    }

    /** What the steps of its samples are called in reports. */
    default String stepWord() {
        return "updates";
    }

    /** Whether it chooses its steps itself, so that a number of steps means nothing to it. */
    default boolean choosesSteps() {
        return false;
    }

    /** Whether the velocity must be a flow's, of a network that sees time: its score is used. */
    default boolean needsFlow() {
        return false;
    }

    /** Whether steps draw noise of each sample's own: then the velocity is not all of the way. */
    default boolean drawsNoise() {
        return false;
    }

    /**
     * How often a step looks at the velocity; a last step may look less often. Empty where it
     * depends on the sample, or is not known.
     */
    default OptionalInt evaluationsPerStep() {
        return OptionalInt.empty();
    }

    /** Whether N steps along v = −∇E are N steps of gradient descent with η = 1/N (Appendix D). */
    default boolean isGradientDescent() {
        return false;
    }

    /**
     * Checks, before any work, that so many steps can be made.
     *
     * @throws IllegalArgumentException with the rule that is broken
     */
    default void requireSteps(int steps) {}
}
