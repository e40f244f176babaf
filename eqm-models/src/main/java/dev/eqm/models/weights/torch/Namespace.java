package dev.eqm.models.weights.torch;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of a Python {@code argparse.Namespace}: a training script's arguments. */
public record Namespace(Map<String, Object> fields) {
    public Namespace {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
