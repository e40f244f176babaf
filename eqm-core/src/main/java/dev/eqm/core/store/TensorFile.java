package dev.eqm.core.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors of a file in file order, and what its writer noted beside them.
 *
 * @param tensors by name; they share the file's bytes, in a map or in memory
 * @param metadata strings that the writer chose; empty if there are none
 */
public record TensorFile(Map<String, TensorData> tensors, Map<String, String> metadata) {
    public TensorFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
