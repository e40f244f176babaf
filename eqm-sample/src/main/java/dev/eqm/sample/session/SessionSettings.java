package dev.eqm.sample.session;

import static dev.eqm.core.check.Check.require;

import dev.eqm.sample.generate.Method;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.UpdateRule;
import java.time.Duration;

/**
 * What requests of a session start from.
 *
 * @param motion down the field by an update rule, or along the velocity by an integrator
 * @param steps updates; the most of them if {@code gMin} is given; an integrator that chooses its
 *     steps does not look
 * @param gMin a sample is finished as soon as ‖∇E‖ &lt; gMin; 0 means after all steps, and is what
 *     integrators need
 * @param guidance how strongly labels pull
 * @param batchSize items at a time: bounds the memory of a request, however many items it has
 * @param timeout longest time of a request
 */
public record SessionSettings(
        Motion motion, int steps, double gMin, Guidance guidance, int batchSize, Duration timeout) {
    /** The paper's 250 steps of NAG, without guidance. */
    public static final SessionSettings DEFAULT =
            new SessionSettings(
                    new Nesterov(0.003, 0.35), 250, Guidance.NONE, 16, Duration.ofMinutes(10));

    public SessionSettings {
        require(gMin >= 0 && Double.isFinite(gMin), "gMin must not be negative, got %s", gMin);
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(
                !timeout.isNegative() && !timeout.isZero(),
                "timeout must be positive, got %s",
                timeout);
        motion.requireFits(steps, gMin);
    }

    /** Descends until every sample is finished. */
    public SessionSettings(
            UpdateRule rule,
            int steps,
            double gMin,
            Guidance guidance,
            int batchSize,
            Duration timeout) {
        this(new Motion.Descend(rule), steps, gMin, guidance, batchSize, timeout);
    }

    /** Descends; every sample makes all steps. */
    public SessionSettings(
            UpdateRule rule, int steps, Guidance guidance, int batchSize, Duration timeout) {
        this(rule, steps, 0, guidance, batchSize, timeout);
    }

    /** Follows the velocity from t = 0 to t = 1. */
    public SessionSettings(
            Integrator integrator, int steps, Guidance guidance, int batchSize, Duration timeout) {
        this(new Motion.Follow(integrator), steps, 0, guidance, batchSize, timeout);
    }

    /** How a batch moves. */
    Method method() {
        return motion.method(steps, gMin);
    }
}
