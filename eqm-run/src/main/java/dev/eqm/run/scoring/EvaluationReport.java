package dev.eqm.run.scoring;

import dev.eqm.core.device.Backend;
import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.statistics.Provenance;
import java.util.ArrayList;
import java.util.List;

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
                    ("with %s samples, the covariance of features of %s numbers has rank at most %s,"
                                    + " which biases distances upwards; at least %s samples are needed for full rank")
                            .formatted(count, d, count - 1, d + 1));
        }
    }

    /** As a JSON object. */
    public JsonObject toJson() {
        JsonObject all =
                JsonObject.of("eqm", Backend.version())
                        .with("scores", scores.stream().map(Score::toJson).toList());
        memorisation.forEach(m -> all.with("memorisation", m.toJson()));
        return all.with("samples", samples.toJson())
                .with("reference", reference.toJson())
                .with("protocol", made.facts())
                .with("warnings", warnings);
    }
}
