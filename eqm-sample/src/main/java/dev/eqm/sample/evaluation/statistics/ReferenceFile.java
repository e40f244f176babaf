package dev.eqm.sample.evaluation.statistics;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.Npz;
import dev.eqm.core.store.TensorData;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reference statistics on disk: a numpy archive with {@code mu} [D] and {@code sigma} [D, D]
 * (float64), {@code mu_s} and {@code sigma_s} of spatial features, {@code features} and {@code
 * features_s} [N, D] (float32) if they were kept, and {@code metadata}: UTF-8 bytes of a JSON
 * object.
 *
 * <p>Files that other tools wrote, with {@code mu} and {@code sigma} alone (pytorch-fid) or with
 * all four (the reference batches of ADM), are read too; that they are of the FID Inception is then
 * assumed.
 */
public final class ReferenceFile {
    /** How the FID Inception is fed by the tools whose files hold no metadata. */
    public static final String ASSUMED = "RGB, bilinear to 299x299, (b - 128)/128";

    private static final String METADATA = "metadata";
    private static final Map<FeatureKind, String> TABLES =
            Map.of(FeatureKind.POOLED, "features", FeatureKind.SPATIAL, "features_s");

    private ReferenceFile() {}

    /** Writes through {@link Npz#write}: the file is complete or as before. */
    public static void write(Path file, Reference reference) {
        Map<String, TensorData> arrays = new LinkedHashMap<>();
        Map<FeatureKind, Gaussian> gaussians = reference.gaussians();
        gaussians.forEach(
                (kind, g) -> {
                    int d = g.dimension();
                    arrays.put(kind.mean(), TensorData.of(g.mean(), d));
                    arrays.put(kind.covariance(), TensorData.of(g.covariance(), d, d));
                });
        reference.tables().forEach((kind, table) -> arrays.put(TABLES.get(kind), table));
        byte[] json = Json.write(reference.provenance().toJson()).getBytes(StandardCharsets.UTF_8);
        arrays.put(METADATA, TensorData.of(json, json.length));
        Npz.write(file, arrays);
    }

    /**
     * Reads a file of either sort.
     *
     * @throws IllegalArgumentException if it holds no statistics, or they do not fit each other
     */
    public static Reference read(Path file) {
        Map<String, TensorData> arrays = Npz.read(file);
        Map<FeatureKind, Gaussian> gaussians = new EnumMap<>(FeatureKind.class);
        try {
            long count = 0;
            Map<?, ?> json = Map.of();
            if (arrays.get(METADATA) != null) {
                json = metadata(arrays.get(METADATA));
                count = json.get("count") instanceof Long n ? n : 0;
            }
            for (FeatureKind kind : FeatureKind.values()) {
                if (arrays.containsKey(kind.mean()) && arrays.containsKey(kind.covariance())) {
                    gaussians.put(kind, gaussian(arrays, kind, count));
                }
            }
            if (!gaussians.containsKey(FeatureKind.POOLED)) {
                throw new BrokenRuleException(
                        ("has no mu and sigma, but %s: make reference statistics with "
                                        + Setting.command("stats"))
                                .formatted(arrays.keySet()));
            }
            Provenance from = json.isEmpty() ? assumed(file, gaussians) : Provenance.of(json);
            return new Reference(from, gaussians, tables(arrays, gaussians));
        } catch (IllegalArgumentException | IllegalStateException | JsonException e) {
            throw new BrokenRuleException(file + ": " + e.getMessage(), e);
        }
    }

    private static Map<?, ?> metadata(TensorData bytes) {
        String text = new String(bytes.bytes(), StandardCharsets.UTF_8);
        if (Json.parse(text) instanceof Map<?, ?> map) {
            return map;
        }
        throw new BrokenRuleException("metadata must be a JSON object, got " + text);
    }

    private static Gaussian gaussian(Map<String, TensorData> arrays, FeatureKind kind, long count) {
        TensorData mean = arrays.get(kind.mean());
        TensorData covariance = arrays.get(kind.covariance());
        long d = mean.elementCount();
        long[] square = covariance.shape();
        if (mean.shape().length != 1 || square.length != 2 || square[0] != d || square[1] != d) {
            throw new BrokenRuleException(
                    "%s must be [D] and %s [D, D], got %s and %s"
                            .formatted(kind.mean(), kind.covariance(), mean, covariance));
        }
        return new Gaussian(count, mean.doubles(), covariance.doubles());
    }

    private static Map<FeatureKind, TensorData> tables(
            Map<String, TensorData> arrays, Map<FeatureKind, Gaussian> gaussians) {
        Map<FeatureKind, TensorData> all = new EnumMap<>(FeatureKind.class);
        TABLES.forEach(
                (kind, name) -> {
                    TensorData table = arrays.get(name);
                    if (table == null || !gaussians.containsKey(kind)) {
                        return;
                    }
                    long[] s = table.shape();
                    int d = gaussians.get(kind).dimension();
                    boolean fits = s.length == 2 && s[1] == d;
                    require(fits, "%s must be [N, %s], got %s", name, d, table);
                    all.put(kind, table);
                });
        return all;
    }

    private static Provenance assumed(Path file, Map<FeatureKind, Gaussian> gaussians) {
        Map<FeatureKind, Integer> sizes = new EnumMap<>(FeatureKind.class);
        gaussians.forEach((kind, g) -> sizes.put(kind, g.dimension()));
        String name = file.getFileName().toString();
        FeatureSpec net = new FeatureSpec(FeatureSpec.INCEPTION, ASSUMED, "", sizes);
        return new Provenance(name, "unknown", 0, "", "", "", net, false);
    }
}
