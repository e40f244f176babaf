package dev.eqm.sample.session;

import static dev.eqm.core.check.Check.require;

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
        items = List.copyOf(items);
        require(!items.isEmpty(), "a request needs at least one item, got %s", items);
    }

    /** Down the field, by another rule. */
    public GenerationRequest withRule(UpdateRule rule) {
        return withMotion(new Motion.Descend(rule));
    }

    /** Along the velocity, by an integrator; needs gMin 0. */
    public GenerationRequest withIntegrator(Integrator integrator) {
        return withMotion(new Motion.Follow(integrator));
    }

    /** Moved otherwise. */
    public GenerationRequest withMotion(Motion motion) {
        return with(motion, settings.steps(), settings.gMin(), settings.guidance());
    }

    /** Another number of updates, or of the most of them. */
    public GenerationRequest withSteps(int steps) {
        return with(settings.motion(), steps, settings.gMin(), settings.guidance());
    }

    /** Another threshold of the gradient norm below which an item is finished; 0 for none. */
    public GenerationRequest withGMin(double gMin) {
        return with(settings.motion(), settings.steps(), gMin, settings.guidance());
    }

    /** Another guidance. */
    public GenerationRequest withGuidance(Guidance guidance) {
        return with(settings.motion(), settings.steps(), settings.gMin(), guidance);
    }

    /** Another timeout, counted from the call that takes the request. */
    public GenerationRequest withTimeout(Duration timeout) {
        SessionSettings s = settings;
        return new GenerationRequest(
                items,
                new SessionSettings(
                        s.motion(), s.steps(), s.gMin(), s.guidance(), s.batchSize(), timeout));
    }

    private GenerationRequest with(Motion motion, int steps, double gMin, Guidance guidance) {
        return new GenerationRequest(
                items,
                new SessionSettings(
                        motion, steps, gMin, guidance, settings.batchSize(), settings.timeout()));
    }
}
