package dev.eqm.run.sweep;

import dev.eqm.core.store.JsonObject;
import java.util.Map;

/**
 * One setting.
 *
 * @param checkpoint training steps of the weights; -1 for a file outside of a run
 * @param rule name of the update rule
 * @param eta its step size
 * @param cfg guidance scale
 * @param steps updates
 */
public record SweepPoint(long checkpoint, String rule, double eta, double cfg, int steps) {
    /** For a line of a report. */
    public String describe() {
        return "%s eta %s cfg %s steps %s at %s"
                .formatted(rule, number(eta), number(cfg), steps, checkpoint);
    }

    /** A number as short as it is exact. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** The keys of a setting in {@code points.jsonl} and {@code sweep.json}. */
    public JsonObject toJson() {
        return JsonObject.of("checkpoint", checkpoint)
                .with("rule", rule)
                .with("eta", eta)
                .with("cfg", cfg)
                .with("steps", steps);
    }

    /** The setting that {@link #toJson} wrote. */
    public static SweepPoint of(Map<?, ?> json) {
        return new SweepPoint(
                ((Number) json.get("checkpoint")).longValue(),
                (String) json.get("rule"),
                ((Number) json.get("eta")).doubleValue(),
                ((Number) json.get("cfg")).doubleValue(),
                ((Number) json.get("steps")).intValue());
    }
}
