package dev.eqm.sample.evaluation.statistics;

import dev.eqm.core.store.TensorData;
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

    /** Whether all features of a kind were kept. */
    public boolean hasTable(FeatureKind kind) {
        return tables.containsKey(kind);
    }
}
