package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.run.pipeline.ModelChoice;

/** Another model, for states of the same shape, whose field is added w times. */
public record AddedModel(ModelChoice model, double weight) {
    public AddedModel {
        require(Double.isFinite(weight), "a weight must be finite, got %s", weight);
    }
}
