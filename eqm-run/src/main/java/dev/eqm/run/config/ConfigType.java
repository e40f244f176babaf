package dev.eqm.run.config;

import dev.eqm.core.check.BrokenRuleException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What may stand at a place of a configuration, from the declared type of a record component. */
public sealed interface ConfigType {
    /** A single value; primitive types appear as their boxes. */
    record Single(Class<?> type) implements ConfigType {}

    /** One of the words that {@link Kinds#withWords} knows for this type. */
    record Word(Class<?> type) implements ConfigType {}

    /** A list, always given as a whole. */
    record Listing(ConfigType item) implements ConfigType {}

    /** A record of this class. */
    record Fixed(Class<?> type) implements ConfigType {}

    /** An interface; the key {@code kind} chooses the record. */
    record Open(Class<?> type) implements ConfigType {}

    /** Boxes of the primitive types that are supported. */
    Map<Class<?>, Class<?>> BOXES =
            Map.of(
                    int.class, Integer.class,
                    long.class, Long.class,
                    double.class, Double.class,
                    boolean.class, Boolean.class);

    /**
     * The shape of a type; a type that no configuration can hold is a mistake of the programmer.
     */
    static ConfigType of(Type type, Kinds kinds) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return new Listing(of(list.getActualTypeArguments()[0], kinds));
        } else if (type instanceof Class<?> c) {
            Class<?> boxed = BOXES.getOrDefault(c, c);
            if (c.isRecord()) {
                return new Fixed(c);
            } else if (kinds.hasWords(c)) {
                return new Word(c);
            } else if (kinds.covers(c)) {
                return new Open(c);
            } else if (BOXES.containsValue(boxed)
                    || c == String.class
                    || c == Path.class
                    || c.isEnum()) {
                return new Single(boxed);
            }
        }
        throw new BrokenRuleException(
                "a configuration cannot hold a %s; an interface needs its kinds"
                        .formatted(type.getTypeName()));
    }
}
