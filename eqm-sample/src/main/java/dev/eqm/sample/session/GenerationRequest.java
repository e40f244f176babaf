package dev.eqm.sample.session;

import static dev.eqm.core.rule.Rules.require;

import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.UpdateRule;
import java.time.Duration;
import java.util.List;

/**
 * Pictures that are wanted together. {@link GenerationSession#request} makes one with the session's
 * settings; each {@code with} is a copy that differs in one of them.
 *
 * @param items at least one
 * @param settings how they are made
 */
public record GenerationRequest(List<Item> items, SessionSettings settings) {
    public GenerationRequest {
        items = List.copyOf(items);
        require(!items.isEmpty(), "a request needs at least one item, got %s", items);
    }

    /** Another rule. */
    public GenerationRequest withRule(UpdateRule rule) {
        return with(rule, settings.steps(), settings.guidance(), settings.timeout());
    }

    /** Another number of updates. */
    public GenerationRequest withSteps(int steps) {
        return with(settings.rule(), steps, settings.guidance(), settings.timeout());
    }

    /** Another guidance. */
    public GenerationRequest withGuidance(Guidance guidance) {
        return with(settings.rule(), settings.steps(), guidance, settings.timeout());
    }

    /** Another timeout, counted from the call that takes the request. */
    public GenerationRequest withTimeout(Duration timeout) {
        return with(settings.rule(), settings.steps(), settings.guidance(), timeout);
    }

    private GenerationRequest with(
            UpdateRule rule, int steps, Guidance guidance, Duration timeout) {
        return new GenerationRequest(
                items, new SessionSettings(rule, steps, guidance, settings.batchSize(), timeout));
    }
}
