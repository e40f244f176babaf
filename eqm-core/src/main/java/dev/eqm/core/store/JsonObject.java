package dev.eqm.core.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * A JSON object that is built in one expression: {@code JsonObject.of("step", 4).with("loss",
 * 0.5)}.
 *
 * <p>An ordinary map whose keys keep the order in which they came, so {@link Json#write} writes
 * them in that order. A key that is named again keeps its place and takes the new value, as with
 * {@link Map#put}. Each method changes this object and answers it; nothing is copied. Whether the
 * values are something that JSON can say is checked by {@link Json#write}.
 */
public final class JsonObject extends LinkedHashMap<String, Object> {
    private static final long serialVersionUID = 1;

    private JsonObject(Map<String, ?> start) {
        super(start);
    }

    public static JsonObject of(String key, Object value) {
        return new JsonObject(Map.of()).with(key, value);
    }

    /** Starts with the entries of a map, in its order; that map stays as it is. */
    public static JsonObject of(Map<String, ?> start) {
        return new JsonObject(start);
    }

    /** One entry for each of a map, in its order, with the value that a function makes of it. */
    public static <V> JsonObject each(Map<String, V> values, Function<? super V, ?> toJson) {
        JsonObject all = new JsonObject(Map.of());
        values.forEach((key, value) -> all.put(key, toJson.apply(value)));
        return all;
    }

    public JsonObject with(String key, Object value) {
        put(key, value);
        return this;
    }

    /** Adds the entry only if a condition holds; the value is worked out either way. */
    public JsonObject withIf(boolean condition, String key, Object value) {
        return condition ? with(key, value) : this;
    }

    /** Adds the entries of a map, in its order. */
    public JsonObject withAll(Map<String, ?> more) {
        putAll(more);
        return this;
    }
}
