package dev.eqm.models.nn;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.store.JsonObject;
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
        requireGiven("kind", kind, "values", values);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** None yet; {@link #with} names them in reading order. */
    public Hyperparameters(String kind) {
        this(kind, Map.of());
    }

    /** The same with one more, or with another value for one that is there. */
    public Hyperparameters with(String name, Object value) {
        return new Hyperparameters(kind, JsonObject.of(values).with(name, value));
    }

    /** The same with all of another architecture, behind those that are there. */
    public Hyperparameters withAll(Map<String, Object> more) {
        return new Hyperparameters(kind, JsonObject.of(values).withAll(more));
    }

    /**
     * Whether both say the same; a number that JSON gave back as another type is the same number.
     */
    public boolean agreesWith(Hyperparameters other) {
        return kind.equals(other.kind) && plain().equals(other.plain());
    }

    private Map<String, Object> plain() {
        Map<String, Object> all = new LinkedHashMap<>();
        values.forEach((k, v) -> all.put(k, v instanceof Number n ? n.doubleValue() : v));
        return all;
    }

    /** The whole number of that name. */
    public int integer(String name) {
        Object value = values.get(name);
        boolean whole = value instanceof Integer || (value instanceof Long l && l == l.intValue());
        require(whole, "%s must be a 32-bit integer, got %s", name, value);
        return ((Number) value).intValue();
    }

    /** The number of that name; whole ones are numbers as well. */
    public double number(String name) {
        return as(Number.class, name, "a number").doubleValue();
    }

    /** The word of that name. */
    public String text(String name) {
        return as(String.class, name, "a word");
    }

    /** The boolean of that name. */
    public boolean flag(String name) {
        return as(Boolean.class, name, "true or false");
    }

    private <T> T as(Class<T> type, String name, String rule) {
        Object value = values.get(name);
        require(type.isInstance(value), "%s must be %s, got %s", name, rule, value);
        return type.cast(value);
    }
}
