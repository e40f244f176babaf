package dev.eqm.run.sweep;

import java.util.LinkedHashMap;
import java.util.Locale;
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
        return String.format(
                Locale.ROOT,
                "%s eta %s cfg %s steps %d at %d",
                rule,
                number(eta),
                number(cfg),
                steps,
                checkpoint);
    }

    /** A number as short as it is exact. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("checkpoint", checkpoint);
        all.put("rule", rule);
        all.put("eta", eta);
        all.put("cfg", cfg);
        all.put("steps", steps);
        return all;
    }

    public static SweepPoint of(Map<?, ?> json) {
        return new SweepPoint(
                ((Number) json.get("checkpoint")).longValue(),
                (String) json.get("rule"),
                ((Number) json.get("eta")).doubleValue(),
                ((Number) json.get("cfg")).doubleValue(),
                ((Number) json.get("steps")).intValue());
    }
}
