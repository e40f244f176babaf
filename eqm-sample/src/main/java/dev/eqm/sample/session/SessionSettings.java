package dev.eqm.sample.session;

import static dev.eqm.core.rule.Rules.require;

import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.StopRule;
import dev.eqm.sample.sampler.UpdateRule;
import java.time.Duration;

/**
 * What requests of a session start from.
 *
 * @param rule how a step moves
 * @param steps updates; the most of them if {@code gMin} is given
 * @param gMin a sample is finished as soon as ‖∇E‖ &lt; gMin; 0 means after all steps
 * @param guidance how strongly labels pull
 * @param batchSize items at a time: bounds the memory of a request, however many items it has
 * @param timeout longest time of a request
 */
public record SessionSettings(
        UpdateRule rule,
        int steps,
        double gMin,
        Guidance guidance,
        int batchSize,
        Duration timeout) {
    /** The paper's 250 steps of NAG, without guidance. */
    public static final SessionSettings DEFAULT =
            new SessionSettings(
                    new Nesterov(0.003, 0.35), 250, Guidance.NONE, 16, Duration.ofMinutes(10));

    /** Every sample makes all steps. */
    public SessionSettings(
            UpdateRule rule, int steps, Guidance guidance, int batchSize, Duration timeout) {
        this(rule, steps, 0, guidance, batchSize, timeout);
    }

    /** When a sample is finished. */
    public StopRule stop() {
        return StopRule.of(steps, gMin);
    }

    public SessionSettings {
        require(gMin >= 0 && Double.isFinite(gMin), "gMin must not be negative, got %s", gMin);
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(
                !timeout.isNegative() && !timeout.isZero(),
                "timeout must be positive, got %s",
                timeout);
    }
}
