package dev.eqm.run.scoring;

import dev.eqm.core.device.Backend;
import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.score.ClassScore;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.evaluation.statistics.Provenance;
import java.util.ArrayList;
import java.util.List;

/**
 * Scores with the protocol that they were found by.
 *
 * @param classes scores by class, by label; nothing if they were not asked for
 * @param memorisation how near the samples lie to what was learned; nothing if nobody looked
 * @param classNames by label; empty without scores by class
 * @param made how the samples came about
 * @param warnings what is to be said of the scores
 */
public record EvaluationReport(
        List<Score> scores,
        List<ClassScore> classes,
        List<MemorisationReport> memorisation,
        Provenance samples,
        Provenance reference,
        List<String> classNames,
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
        if (!classes.isEmpty()) {
            all.with("classes", classes.stream().map(this::toJson).toList());
        }
        memorisation.forEach(m -> all.with("memorisation", m.toJson()));
        return all.with("samples", samples.toJson())
                .with("reference", reference.toJson())
                .with("protocol", made.facts())
                .with("warnings", warnings);
    }

    private JsonObject toJson(ClassScore one) {
        return JsonObject.of("label", one.label())
                .with("class", className(one))
                .with("samples", one.samples())
                .with("reference", one.references())
                .with("distance", toJson(one.distance()))
                .with("agreement", toJson(one.agreement()));
    }

    /** Null for what there is none of. */
    private static JsonObject toJson(Estimate estimate) {
        return Double.isNaN(estimate.value())
                ? null
                : JsonObject.of(estimate.toJson()).with("interval", estimate.method());
    }

    /** What a class is called. */
    public String className(ClassScore one) {
        int label = Math.toIntExact(one.label());
        return label < classNames.size() ? classNames.get(label) : "class " + label;
    }
}
