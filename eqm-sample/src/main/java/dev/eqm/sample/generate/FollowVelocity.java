package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.Batch;
import dev.eqm.core.field.VelocityField;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.sample.guidance.Conditioner;
import dev.eqm.sample.integrator.Integration;
import dev.eqm.sample.integrator.Integrator;
import dev.eqm.sample.integrator.Integrators;
import dev.eqm.sample.sampler.SampleListener;
import dev.eqm.sample.sampler.SampleResult;

/**
 * Follows a network's velocity −∇E from t = 0 to t = 1: a Flow-Matching network at its times, an
 * EqM network the same at all times.
 *
 * @param integration how
 */
public record FollowVelocity(Integration integration) implements Method {
    public FollowVelocity {
        requireGiven("integration", integration);
    }

    @Override
    public void requireFits(FieldModel model, Conditioner conditioner) {
        Integrator how = integration.integrator();
        if (how.needsFlow() && !model.timeConditional()) {
            throw new BrokenRuleException(
                    ("%s uses the score of a Flow-Matching network, but this "
                                    + "model has no time input: use %s, or an update rule")
                            .formatted(how, Integrators.withoutFlow()));
        }
    }

    @Override
    public SampleResult run(
            FieldModel model, Conditioner conditioner, Batch batch, SampleListener listener) {
        try (VelocityField velocity = conditioner.velocity(model, batch.first(), batch.labels())) {
            return integration.run(velocity, batch.states(), batch.seeds(), listener);
        }
    }

    @Override
    public int reports() {
        return integration.integrator().reports(integration.steps());
    }

    @Override
    public String stepWord() {
        return integration.integrator().stepWord();
    }

    @Override
    public boolean descends() {
        return false;
    }
}
