package dev.eqm.cli.golden;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A JSON object whose fields are asked for by name and type; a missing or wrong one says where.
 *
 * <p>All of them throw {@link GoldenException} with file, place, key and what the value must be. A
 * method with a fallback takes it for a key that is not there or null, never for a wrong value.
 *
 * @param where file and place, for messages
 */
record JsonFields(String where, Map<?, ?> values) {
    /** The object that a whole file is. */
    static JsonFields read(Path file) {
        try {
            return of(file.toString(), Json.parse(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw new GoldenException(file.toString(), "there is no such file", e);
        } catch (IOException | JsonException e) {
            throw new GoldenException(file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    /** A parsed value that must be an object. */
    static JsonFields of(String where, Object value) {
        GoldenException.require(value instanceof Map, where, "must be an object, got %s", value);
        return new JsonFields(where, (Map<?, ?>) value);
    }

    /** Whether there is a value; null counts as none. */
    boolean has(String key) {
        return values.get(key) != null;
    }

    /** In the order of the file, which is the order in which things are compared. */
    List<String> keys() {
        return values.keySet().stream().map(String.class::cast).toList();
    }

    /** A text that must be there. */
    String text(String key) {
        return as(String.class, key, "a string");
    }

    /** A text, or what it is where the file leaves it out. */
    String text(String key, String fallback) {
        return has(key) ? text(key) : fallback;
    }

    /** A number that must be there; whole ones are numbers as well. */
    double number(String key) {
        return as(Number.class, key, "a number").doubleValue();
    }

    /** A number, or what it is where the file leaves it out. */
    double number(String key, double fallback) {
        return has(key) ? number(key) : fallback;
    }

    /** A whole number that must be there; 2.0 is one, 2.5 is not. */
    int integer(String key) {
        Number value = as(Number.class, key, "a whole number");
        boolean whole = value.doubleValue() == value.intValue();
        GoldenException.require(whole, where, "%s must be a whole number, got %s", key, value);
        return value.intValue();
    }

    /** A whole number, or what it is where the file leaves it out. */
    int integer(String key, int fallback) {
        return has(key) ? integer(key) : fallback;
    }

    /** True or false, or what it is where the file leaves it out. */
    boolean flag(String key, boolean fallback) {
        return has(key) ? as(Boolean.class, key, "true or false") : fallback;
    }

    /** An object that must be there; messages about its fields name the key. */
    JsonFields object(String key) {
        return of(where + ", " + key, as(Object.class, key, "an object"));
    }

    /** A list that must be there, of anything. */
    List<?> list(String key) {
        return as(List.class, key, "a list");
    }

    /** The objects of a list; none if the key is not there. */
    List<JsonFields> objects(String key) {
        List<JsonFields> all = new ArrayList<>();
        if (has(key)) {
            list(key).forEach(value -> all.add(of(where + ", " + key, value)));
        }
        return all;
    }

    /** A list of texts; the published sets also write it as a text that is itself JSON. */
    List<String> names(String key) {
        Object value = as(Object.class, key, "a list of names");
        try {
            Object parsed = value instanceof String text ? Json.parse(text) : value;
            if (parsed instanceof List<?> all) {
                return all.stream().map(String.class::cast).toList();
            }
        } catch (JsonException | ClassCastException e) {
            throw new GoldenException(where, key + " must be a list of names", e);
        }
        throw new GoldenException(where, key + " must be a list of names");
    }

    /** A list of sizes. */
    long[] shape(String key) {
        List<?> sizes = list(key);
        for (Object n : sizes) {
            GoldenException.require(n instanceof Long, where, "%s must hold sizes, got %s", key, n);
        }
        return sizes.stream().mapToLong(Long.class::cast).toArray();
    }

    /** The value of a key, which must be of a type; {@code rule} says so in words. */
    private <T> T as(Class<T> type, String key, String rule) {
        Object value = values.get(key);
        boolean fits = type.isInstance(value);
        GoldenException.require(fits, where, "%s must be %s, got %s", key, rule, value);
        return type.cast(value);
    }
}
