package dev.eqm.sample.evaluation.statistics;

import dev.eqm.core.store.TensorData;
import dev.eqm.models.weights.ModelFile;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What samples are compared with.
 *
 * @param provenance where it comes from
 * @param gaussians mean and covariance by kind
 * @param tables all features by kind, F32 [N, D], if they were kept: KID, precision, recall,
 *     density and coverage need them
 */
public record Reference(
        Provenance provenance,
        Map<FeatureKind, Gaussian> gaussians,
        Map<FeatureKind, TensorData> tables) {
    public Reference {
        gaussians = Collections.unmodifiableMap(new EnumMap<>(gaussians));
        tables = tables.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(tables));
    }

    /**
     * What was collected as a reference.
     *
     * @param collected with moments, and tables of what is to be kept
     */
    public static Reference of(FeatureCollector collected, Provenance provenance) {
        Map<FeatureKind, Gaussian> gaussians = new EnumMap<>(FeatureKind.class);
        Map<FeatureKind, TensorData> tables = new EnumMap<>(FeatureKind.class);
        for (FeatureKind kind : collected.spec().dimensions().keySet()) {
            if (collected.moments(kind) != null) {
                gaussians.put(kind, collected.moments(kind).gaussian());
            }
            if (collected.table(kind) != null) {
                tables.put(kind, ModelFile.tensor(collected.table(kind).all()));
            }
        }
        return new Reference(provenance, gaussians, tables);
    }

    /** Whether all features of a kind were kept. */
    public boolean hasTable(FeatureKind kind) {
        return tables.containsKey(kind);
    }
}
