package dev.eqm.run.sweep;

import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.feature.FeatureSpec;

/**
 * What decides about results beside their settings. Labels are balanced.
 *
 * @param run its name
 * @param features what the distance is of
 * @param count samples of each setting
 * @param weights which average
 * @param settings the sampling that the axes change, as it prints itself
 * @param precision of the model, or that it is as configured
 * @param reference what samples are compared with, in words
 * @param referenceSha256 of its pictures
 */
public record SweepProtocol(
        String run,
        FeatureSpec features,
        int count,
        long seed,
        String weights,
        String settings,
        String precision,
        String reference,
        String referenceSha256) {
    /** As a JSON object. */
    public JsonObject toJson() {
        return facts(features.toJson());
    }

    /** Key in reports -> value, with the net's name alone. */
    public JsonObject facts() {
        return facts(features.name());
    }

    private JsonObject facts(Object net) {
        return JsonObject.of("run", run)
                .with("features", net)
                .with("count", count)
                .with("labels", "balanced")
                .with("seed", seed)
                .with("weights", weights)
                .with("settings", settings)
                .with("precision", precision)
                .with("reference", reference)
                .with("referenceSha256", referenceSha256);
    }
}
