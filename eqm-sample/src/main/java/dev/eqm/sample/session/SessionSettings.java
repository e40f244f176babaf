package dev.eqm.sample.session;

import static dev.eqm.core.rule.Rules.require;

import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.sample.sampler.UpdateRule;
import java.time.Duration;

/**
 * What requests of a session start from.
 *
 * @param rule how a step moves
 * @param steps updates
 * @param guidance how strongly labels pull
 * @param batchSize items at a time: bounds the memory of a request, however many items it has
 * @param timeout longest time of a request
 */
public record SessionSettings(
        UpdateRule rule, int steps, Guidance guidance, int batchSize, Duration timeout) {
    /** The paper's 250 steps of NAG, without guidance. */
    public static final SessionSettings DEFAULT =
            new SessionSettings(
                    new Nesterov(0.003, 0.35), 250, Guidance.NONE, 16, Duration.ofMinutes(10));

    public SessionSettings {
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(
                !timeout.isNegative() && !timeout.isZero(),
                "timeout must be positive, got %s",
                timeout);
    }
}
