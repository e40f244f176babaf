package dev.eqm.core.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A validated safetensors header: names, types, shapes and places, in file order; no data. Enough
 * to list a file, and to check names and shapes before any number is read.
 *
 * @param tensors by name; together they cover the data exactly
 * @param metadata strings that the writer chose; empty if there are none
 */
public record TensorHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
    public TensorHeader {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
