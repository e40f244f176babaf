package dev.eqm.sample.evaluation.score;

import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A named result.
 *
 * @param name as published for the FID Inception; other nets stand in brackets behind the general
 *     name
 * @param better which way: {@code lower} or {@code higher}
 */
public record Score(String name, String better, Estimate estimate) {
    /** One of which more is better, with the net in brackets where it is not the FID Inception. */
    static Score higher(Comparison pictures, String name, Estimate estimate) {
        return new Score(pictures.net().titled(name, name), "higher", estimate);
    }

    /** {@code FID 3.214 [3.15, 3.28] (jackknife over 10 groups, 95 %), lower is better}. */
    public String line() {
        String number = number(estimate.value());
        if (!estimate.hasInterval()) {
            return "%-34s %10s  (%s is better)".formatted(name, number, better);
        }
        return "%-34s %10s  [%s, %s] (%s; %s is better)"
                .formatted(
                        name,
                        number,
                        number(estimate.low()),
                        number(estimate.high()),
                        estimate.method(),
                        better);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /** For a JSON report. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", name);
        all.put("value", estimate.value());
        all.put("low", estimate.low());
        all.put("high", estimate.high());
        all.put("interval", estimate.method());
        all.put("better", better);
        return all;
    }
}
