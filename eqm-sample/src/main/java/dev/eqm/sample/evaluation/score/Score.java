package dev.eqm.sample.evaluation.score;

import dev.eqm.core.kernel.Kernel;
import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.statistics.Estimate;
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
    /** The kernels of all scores; each caller states the formula of the one it calls. */
    static final Kernel KERNEL = Kernel.text(Score.class, "score.py").with("BLOCK", 1024);

    /** One of which more is better, with the net in brackets where it is not the FID Inception. */
    static Score higher(Comparison pictures, String name, Estimate estimate) {
        return new Score(pictures.net().titled(name, name), "higher", estimate);
    }

    /** {@code FID 3.214 [3.15, 3.28] (jackknife over 10 groups, 95 %), lower is better}. */
    public String line() {
        String start = "%-34s %10s".formatted(name, number(estimate.value()));
        if (!estimate.hasInterval()) {
            return "%s  (%s is better)".formatted(start, better);
        }
        String ends = "[%s, %s]".formatted(number(estimate.low()), number(estimate.high()));
        return "%s  %s (%s; %s is better)".formatted(start, ends, estimate.method(), better);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    /** For a JSON report. */
    public Map<String, Object> toJson() {
        return JsonObject.of("name", name)
                .withAll(estimate.toJson())
                .with("interval", estimate.method())
                .with("better", better);
    }
}
