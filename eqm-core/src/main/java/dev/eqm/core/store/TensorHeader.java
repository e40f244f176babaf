package dev.eqm.core.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A validated safetensors header: names, types, shapes and places, in file order; no data. */
public record TensorHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
    public TensorHeader {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
