package dev.eqm.models.nn;

import static dev.eqm.core.check.Check.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of an architecture by name: what a model file remembers of it.
 *
 * @param kind which family of networks, such as {@code sit}
 * @param values whole numbers, fractions, booleans and words, in reading order
 */
public record Hyperparameters(String kind, Map<String, Object> values) {
    public Hyperparameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The whole number of that name. */
    public int integer(String name) {
        Object value = values.get(name);
        boolean whole = value instanceof Integer || value instanceof Long;
        require(
                whole && ((Number) value).longValue() == ((Number) value).intValue(),
                "%s must be a whole number of 32 bits, got %s",
                name,
                value);
        return ((Number) value).intValue();
    }

    /** The number of that name. */
    public double number(String name) {
        require(
                values.get(name) instanceof Number,
                "%s must be a number, got %s",
                name,
                values.get(name));
        return ((Number) values.get(name)).doubleValue();
    }

    /** The word of that name. */
    public String text(String name) {
        require(
                values.get(name) instanceof String,
                "%s must be a word, got %s",
                name,
                values.get(name));
        return (String) values.get(name);
    }

    /** The boolean of that name. */
    public boolean flag(String name) {
        require(
                values.get(name) instanceof Boolean,
                "%s must be true or false, got %s",
                name,
                values.get(name));
        return (Boolean) values.get(name);
    }
}
