package dev.eqm.sample.evaluation.ood;

import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.util.List;
import java.util.Map;

/**
 * How well a score tells two sets apart.
 *
 * @param auroc {@link Auroc}
 * @param auprOut {@link AveragePrecision#ofOut}: what is out of distribution is positive
 * @param auprIn {@link AveragePrecision#ofIn}: what is in distribution is positive
 * @param fpr95 {@link FalsePositiveRate} where 95 % of what is out of distribution is flagged
 */
public record Detection(Estimate auroc, Estimate auprOut, Estimate auprIn, Estimate fpr95) {
    /**
     * From scores that are higher for what is out of distribution. Each set is resampled for itself
     * (stratified), so that their sizes stay as they are.
     *
     * @param in [n], n at least 1, none NaN
     * @param out [m], m at least 1, none NaN
     */
    public static Detection of(double[] in, double[] out, Bootstrap bootstrap) {
        Ranking.Cells cells = Ranking.cells(in, out);
        List<Estimate> all =
                bootstrap.of(measures(cells.counts()), random -> measures(cells.resampled(random)));
        return new Detection(all.get(0), all.get(1), all.get(2), all.get(3));
    }

    private static double[] measures(Ranking ranking) {
        return new double[] {
            Auroc.of(ranking),
            AveragePrecision.of(ranking),
            AveragePrecision.of(ranking.reversed()),
            FalsePositiveRate.at(FalsePositiveRate.USUAL, ranking)
        };
    }

    /** As a JSON object. */
    public Map<String, Object> toJson() {
        return JsonObject.of("auroc", auroc.toJson())
                .with("auprOut", auprOut.toJson())
                .with("auprIn", auprIn.toJson())
                .with("fpr95", fpr95.toJson());
    }
}
