package dev.eqm.sample.session;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.sample.generate.MethodChoice;
import dev.eqm.sample.generate.Sampling;
import java.time.Duration;

/**
 * What requests of a session start from.
 *
 * @param sampling how pictures are made; its batch size bounds the memory of a request, however
 *     many items it has
 * @param timeout longest time of a request
 */
public record SessionSettings(Sampling sampling, Duration timeout) {
    /** The paper's 250 steps of NAG, without guidance, 16 items at a time. */
    public static final SessionSettings DEFAULT =
            new SessionSettings(Sampling.DEFAULT.withBatchSize(16), Duration.ofMinutes(10));

    public SessionSettings {
        requireGiven("sampling", sampling, "timeout", timeout);
        require(
                !timeout.isNegative() && !timeout.isZero(),
                "timeout must be positive, got %s",
                timeout);
        if (sampling.method() == MethodChoice.INTEGRATE) {
            sampling.integration(); // fails now, not at the first request
        }
    }
}
