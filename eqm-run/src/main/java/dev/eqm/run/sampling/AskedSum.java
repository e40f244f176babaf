package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.guidance.Composition;
import java.util.List;

/**
 * A weighted sum as it was asked for; {@link #composition} is the sum that is sampled.
 *
 * @param weights one for each label
 * @param aroundNull whether it is taken around the unconditional field, {@link
 *     Composition#aroundNull}, else it is {@link Composition#sum}
 * @param cfg the scale of a sum around the unconditional field; others have none
 */
public record AskedSum(List<Long> labels, List<Double> weights, boolean aroundNull, double cfg) {
    public AskedSum {
        labels = List.copyOf(labels);
        weights = List.copyOf(weights);
        String rule = "one weight per label is needed, got labels %s and weights %s";
        require(labels.size() == weights.size(), rule, labels, weights);
    }

    /** The terms that are added up. */
    public Composition composition() {
        return aroundNull
                ? Composition.aroundNull(labels, weights, cfg)
                : Composition.sum(labels, weights);
    }

    /** Beside the terms that are used. */
    JsonObject toJson() {
        return JsonObject.of("labels", labels)
                .with("weights", weights)
                .with("base", aroundNull ? "null" : "none")
                .withIf(aroundNull, "cfg", cfg);
    }
}
