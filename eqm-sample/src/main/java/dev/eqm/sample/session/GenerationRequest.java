package dev.eqm.sample.session;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.integrator.Integrator;
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
        requireGiven("items", items, "settings", settings);
        items = List.copyOf(items);
        require(!items.isEmpty(), "a request needs at least one item, got %s", items);
    }

    /** Down the field, by another rule. */
    public GenerationRequest withRule(UpdateRule rule) {
        return withSampling(settings.sampling().withRule(rule));
    }

    /** Along the velocity, by an integrator; needs gMin 0. */
    public GenerationRequest withIntegrator(Integrator integrator) {
        return withSampling(settings.sampling().withIntegrator(integrator));
    }

    /** Another number of updates, or of the most of them. */
    public GenerationRequest withSteps(int steps) {
        return withSampling(settings.sampling().withSteps(steps));
    }

    /** Another threshold of the gradient norm below which an item is finished; 0 for none. */
    public GenerationRequest withGMin(double gMin) {
        return withSampling(settings.sampling().withGMin(gMin));
    }

    /** Another guidance. */
    public GenerationRequest withGuidance(Guidance guidance) {
        return withSampling(settings.sampling().withGuidance(guidance));
    }

    /** Made otherwise. */
    public GenerationRequest withSampling(Sampling sampling) {
        return new GenerationRequest(items, new SessionSettings(sampling, settings.timeout()));
    }

    /** Another timeout, counted from the call that takes the request. */
    public GenerationRequest withTimeout(Duration timeout) {
        return new GenerationRequest(items, new SessionSettings(settings.sampling(), timeout));
    }
}
