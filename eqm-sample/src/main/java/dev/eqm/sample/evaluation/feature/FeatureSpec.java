package dev.eqm.sample.evaluation.feature;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.store.JsonObject;
import dev.eqm.core.store.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What features are: only those of equal specs can be compared.
 *
 * @param name of the net, such as {@link #INCEPTION}
 * @param preprocessing what is done to a picture before the net sees it, in words
 * @param sha256 of the net's weights; empty for features without any
 * @param dimensions numbers a picture of every kind that the net has
 */
public record FeatureSpec(
        String name, String preprocessing, String sha256, Map<FeatureKind, Integer> dimensions) {
    /** The net whose distances are called FID, sFID, KID and Inception Score. */
    public static final String INCEPTION = "inception-v3-fid";

    /** The built-in net for 28x28 pictures, whose Fréchet distance is called FMD. */
    public static final String FMNIST28 = "fmnist28";

    public FeatureSpec {
        require(!name.isBlank(), "name must identify the network, got '%s'", name);
        require(
                dimensions.containsKey(FeatureKind.POOLED)
                        && dimensions.values().stream().allMatch(d -> d >= 1),
                "dimensions must contain POOLED and be positive, got %s",
                dimensions);
        dimensions = Collections.unmodifiableMap(new EnumMap<>(dimensions));
    }

    /** Whether its distances carry the published names. */
    public boolean isInception() {
        return name.equals(INCEPTION);
    }

    /** What the Fréchet distance of pooled features may be called; FID for Inception alone. */
    public String distance() {
        return name.equals(FMNIST28) ? "FMD" : titled("FID", "Frechet distance");
    }

    /** {@code FID} for Inception, {@code Frechet distance [pixels]} for others. */
    public String titled(String published, String general) {
        return isInception() ? published : general + " [" + name + "]";
    }

    /** The hash of everything that decides about the numbers, for comparing at a glance. */
    public String shortHash() {
        return sha256.isEmpty() ? "-" : sha256.substring(0, Math.min(12, sha256.length()));
    }

    /** SHA-256 of a file of weights, as {@link #sha256} has it. */
    static String hashOf(Path weights) {
        try {
            return Sha256.of(weights);
        } catch (IOException e) {
            throw new UncheckedIOException(weights + ": cannot be read: " + e, e);
        }
    }

    /** For metadata. */
    public Map<String, Object> toJson() {
        Map<String, Object> sizes = new LinkedHashMap<>();
        dimensions.forEach((kind, d) -> sizes.put(kind.name(), d));
        return JsonObject.of("name", name)
                .with("preprocessing", preprocessing)
                .with("sha256", sha256)
                .with("dimensions", sizes);
    }

    /** From metadata. */
    public static FeatureSpec of(Map<?, ?> json) {
        Map<FeatureKind, Integer> sizes = new EnumMap<>(FeatureKind.class);
        if (json.get("dimensions") instanceof Map<?, ?> all) {
            for (Map.Entry<?, ?> one : all.entrySet()) {
                FeatureKind kind = FeatureKind.valueOf(one.getKey().toString());
                sizes.put(kind, Integer.valueOf(one.getValue().toString()));
            }
        }
        String preprocessing = String.valueOf(json.get("preprocessing"));
        String sha256 = String.valueOf(json.get("sha256"));
        return new FeatureSpec(String.valueOf(json.get("name")), preprocessing, sha256, sizes);
    }
}
