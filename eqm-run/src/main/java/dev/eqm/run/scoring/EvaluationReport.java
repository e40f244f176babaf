package dev.eqm.run.scoring;

import dev.eqm.core.device.Backend;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.statistics.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Scores with the protocol that they were found by.
 *
 * @param memorisation how near the samples lie to what was learned; nothing if nobody looked
 * @param made how the samples came about
 * @param warnings what is to be said of the scores
 */
public record EvaluationReport(
        List<Score> scores,
        List<MemorisationReport> memorisation,
        Provenance samples,
        Provenance reference,
        SamplesMade made,
        List<String> warnings) {
    public EvaluationReport {
        warnings = new ArrayList<>(warnings);
        long count = samples.count();
        int d = samples.features().dimensions().get(FeatureKind.POOLED);
        if (count <= d) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%d samples give features of %d numbers a covariance of rank %d at most: distances are biased upwards; at least %d are needed for full rank",
                            count,
                            d,
                            count - 1,
                            d + 1));
        }
    }

    /** As a JSON object. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("eqm", Backend.version());
        all.put("scores", scores.stream().map(Score::toJson).toList());
        memorisation.forEach(m -> all.put("memorisation", m.toJson()));
        all.put("samples", samples.toJson());
        all.put("reference", reference.toJson());
        all.put("protocol", made.facts());
        all.put("warnings", warnings);
        return all;
    }
}
