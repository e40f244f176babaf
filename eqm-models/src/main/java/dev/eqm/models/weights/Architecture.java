package dev.eqm.models.weights;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.models.sit.SiTConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** An architecture as the metadata of a model file: one JSON object under {@link #KEY}. */
final class Architecture {
    /** The metadata key. */
    static final String KEY = "eqm.architecture";

    private static final String SIT = "sit";

    private Architecture() {}

    static String toJson(SiTConfig c) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", SIT);
        all.put("imageSize", c.imageSize());
        all.put("patchSize", c.patchSize());
        all.put("channels", c.channels());
        all.put("width", c.width());
        all.put("depth", c.depth());
        all.put("heads", c.heads());
        all.put("mlpRatio", c.mlpRatio());
        all.put("classes", c.classes());
        all.put("labelDropout", c.labelDropout());
        all.put("learnSigma", c.learnSigma());
        all.put("timeConditional", c.timeConditional());
        return Json.write(all);
    }

    static SiTConfig fromMetadata(Path file, Map<String, String> metadata) {
        String json = metadata.get(KEY);
        if (json == null) {
            throw new CheckpointException(
                    file,
                    "its metadata has no "
                            + KEY
                            + ", so it is not a model that eqm wrote; weights of other programs need an import");
        }
        try {
            if (!(Json.parse(json) instanceof Map<?, ?> c) || !SIT.equals(c.get("kind"))) {
                throw new CheckpointException(file, KEY + " is not a known architecture: " + json);
            }
            return new SiTConfig(
                    integer(c, "imageSize"),
                    integer(c, "patchSize"),
                    integer(c, "channels"),
                    integer(c, "width"),
                    integer(c, "depth"),
                    integer(c, "heads"),
                    ((Number) c.get("mlpRatio")).doubleValue(),
                    integer(c, "classes"),
                    ((Number) c.get("labelDropout")).doubleValue(),
                    (Boolean) c.get("learnSigma"),
                    (Boolean) c.get("timeConditional"));
        } catch (JsonException
                | ClassCastException
                | NullPointerException
                | ArithmeticException
                | IllegalArgumentException e) {
            throw new CheckpointException(
                    file, KEY + " cannot be read (" + e.getMessage() + "): " + json, e);
        }
    }

    private static int integer(Map<?, ?> c, String key) {
        return Math.toIntExact((Long) c.get(key));
    }
}
