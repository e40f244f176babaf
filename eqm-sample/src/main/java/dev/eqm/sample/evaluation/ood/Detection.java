package dev.eqm.sample.evaluation.ood;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How well a score tells two sets apart.
 *
 * @param auroc {@link Auroc}
 * @param auprOut {@link AveragePrecision#ofOut}: what is out of distribution is positive
 * @param auprIn {@link AveragePrecision#ofIn}: what is in distribution is positive
 * @param fpr95 {@link FalsePositiveRate} where 95 % of what is out of distribution is flagged
 */
public record Detection(Estimate auroc, Estimate auprOut, Estimate auprIn, Estimate fpr95) {
    private static final List<ToDoubleFunction<Ranking>> MEASURES =
            List.of(
                    Auroc::of,
                    AveragePrecision::of,
                    ranking -> AveragePrecision.of(ranking.reversed()),
                    ranking -> FalsePositiveRate.at(FalsePositiveRate.USUAL, ranking));

    /**
     * From scores that are higher for what is out of distribution.
     *
     * @param in [n], n at least 1, none NaN
     * @param out [m], m at least 1, none NaN
     */
    public static Detection of(double[] in, double[] out, Bootstrap bootstrap) {
        List<Estimate> all = bootstrap.estimates(in, out, MEASURES);
        return new Detection(all.get(0), all.get(1), all.get(2), all.get(3));
    }

    /** As a JSON object. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("auroc", json(auroc));
        all.put("auprOut", json(auprOut));
        all.put("auprIn", json(auprIn));
        all.put("fpr95", json(fpr95));
        return all;
    }

    private static Map<String, Object> json(Estimate e) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("value", e.value());
        all.put("low", e.low());
        all.put("high", e.high());
        return all;
    }
}
