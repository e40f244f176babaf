package dev.eqm.run.sweep;

import dev.eqm.sample.evaluation.feature.FeatureSpec;
import java.util.LinkedHashMap;
import java.util.Map;

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
    public Map<String, Object> toJson() {
        return facts(features.toJson());
    }

    /** Key in reports -> value, with the net's name alone. */
    public Map<String, Object> facts() {
        return facts(features.name());
    }

    private Map<String, Object> facts(Object net) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("run", run);
        all.put("features", net);
        all.put("count", count);
        all.put("labels", "balanced");
        all.put("seed", seed);
        all.put("weights", weights);
        all.put("settings", settings);
        all.put("precision", precision);
        all.put("reference", reference);
        all.put("referenceSha256", referenceSha256);
        return all;
    }
}
