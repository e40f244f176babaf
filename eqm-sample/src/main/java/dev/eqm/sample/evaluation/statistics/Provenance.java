package dev.eqm.sample.evaluation.statistics;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where features come from: without it a distance is worth nothing.
 *
 * @param source which pictures, in words
 * @param split which part of them, such as {@code train}
 * @param count how many
 * @param shape {@code 3x32x32}; empty if unknown
 * @param preparation what was done to the pictures before they had that shape, in words; empty if
 *     unknown
 * @param sha256 of all their bytes, in order; empty if unknown
 * @param features the net
 * @param known false for files without metadata: what stands here was assumed
 */
public record Provenance(
        String source,
        String split,
        long count,
        String shape,
        String preparation,
        String sha256,
        FeatureSpec features,
        boolean known) {

    /** The same, once all pictures have been seen. */
    public Provenance hashed(String hash) {
        return new Provenance(source, split, count, shape, preparation, hash, features, known);
    }

    /**
     * Checks that features of two sets can be compared.
     *
     * @return what is to be said although they can
     * @throws IllegalArgumentException naming both sides if they cannot
     */
    public List<String> requireComparable(Provenance other) {
        List<String> warnings = new ArrayList<>();
        if (!features.dimensions().equals(other.features.dimensions())
                && !sharesKinds(other.features)) {
            Object has = other.features.dimensions();
            throw differ("features of the same network", features.dimensions(), has, other);
        }
        if (!known || !other.known) {
            Provenance bare = known ? other : this;
            FeatureSpec of = bare.features;
            warnings.add(
                    "%s has no metadata; its features are assumed to be %s with %s"
                            .formatted(bare.source, of.name(), of.preprocessing()));
            return warnings;
        }
        if (!features.name().equals(other.features.name())
                || !features.sha256().equals(other.features.sha256())) {
            throw differ("features of the same network", net(features), net(other.features), other);
        }
        String mine = features.preprocessing();
        String others = other.features.preprocessing();
        if (!mine.equals(others)) {
            throw differ("the same preprocessing", mine, others, other);
        }
        if (!shape.equals(other.shape)) {
            throw differ("images of the same shape", shape, other.shape, other);
        }
        boolean told = !preparation.isEmpty() && !other.preparation.isEmpty();
        if (told && !preparation.equals(other.preparation)) {
            warnings.add(
                    "images were prepared differently: %s: %s; %s: %s"
                            .formatted(source, preparation, other.source, other.preparation));
        }
        return warnings;
    }

    private boolean sharesKinds(FeatureSpec other) {
        return features.dimensions().entrySet().stream()
                .filter(e -> other.dimensions().containsKey(e.getKey()))
                .allMatch(e -> e.getValue().equals(other.dimensions().get(e.getKey())));
    }

    private static String net(FeatureSpec spec) {
        return spec.name() + " (weights " + spec.shortHash() + ")";
    }

    private BrokenRuleException differ(String rule, Object mine, Object others, Provenance other) {
        return new BrokenRuleException(
                ("a distance needs %s, but %s has %s and %s has %s; "
                                + "make the reference again with the same settings")
                        .formatted(rule, source, mine, other.source, others));
    }

    /** For metadata and reports. */
    public Map<String, Object> toJson() {
        return JsonObject.of("source", source)
                .with("split", split)
                .with("count", count)
                .with("shape", shape)
                .with("preparation", preparation)
                .with("sha256", sha256)
                .with("features", features.toJson());
    }

    /** From metadata. */
    static Provenance of(Map<?, ?> json) {
        if (!(json.get("features") instanceof Map<?, ?> features)
                || !(json.get("count") instanceof Long count)) {
            throw new BrokenRuleException(
                    "metadata must contain count and features, got " + json.keySet());
        }
        return new Provenance(
                text(json, "source"),
                text(json, "split"),
                count,
                text(json, "shape"),
                text(json, "preparation"),
                text(json, "sha256"),
                FeatureSpec.of(features),
                true);
    }

    private static String text(Map<?, ?> json, String key) {
        return json.get(key) instanceof String word ? word : "";
    }
}
