package dev.eqm.core.store;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Writes one value; the same value always gives the same text, so that files can be compared byte
 * by byte and hashed. Nothing is escaped that need not be: text stays readable UTF-8.
 */
final class JsonWriter {
    private static final Set<Class<? extends Number>> NUMBERS =
            Set.of(Byte.class, Short.class, Integer.class, Long.class, Float.class, Double.class);

    private final boolean pretty;
    private final StringBuilder out = new StringBuilder();

    JsonWriter(boolean pretty) {
        this.pretty = pretty;
    }

    /** The whole text; a writer writes one value and is done. */
    String text(Object value) {
        value(value, 0);
        return out.toString();
    }

    private void value(Object value, int depth) {
        // also what a map that contains itself runs into
        boolean shallow = depth <= Json.MAX_DEPTH;
        require(shallow, "JSON nested deeper than %s levels is not supported", Json.MAX_DEPTH);
        if (value == null || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof CharSequence text) {
            string(text);
        } else if (value instanceof Map<?, ?> map) {
            object(map, depth);
        } else if (value instanceof Iterable<?> items) {
            array(items, depth);
        } else {
            throw unsupported(value);
        }
    }

    /** In the map's order, which is part of what files promise. */
    private void object(Map<?, ?> map, int depth) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            if (!(entry.getKey() instanceof String key)) {
                throw new BrokenRuleException("JSON keys must be strings, got " + entry.getKey());
            }
            newLine(depth + 1);
            string(key);
            out.append(pretty ? ": " : ":");
            value(entry.getValue(), depth + 1);
            out.append(entries.hasNext() ? "," : "");
        }
        close(map.isEmpty(), depth, '}');
    }

    /** Any iterable, walked through once. */
    private void array(Iterable<?> values, int depth) {
        out.append('[');
        Iterator<?> items = values.iterator();
        boolean empty = !items.hasNext();
        while (items.hasNext()) {
            newLine(depth + 1);
            value(items.next(), depth + 1);
            out.append(items.hasNext() ? "," : "");
        }
        close(empty, depth, ']');
    }

    /** Empty objects and arrays stay on their line: {@code {}} and {@code []}. */
    private void close(boolean empty, int depth, char bracket) {
        if (!empty) {
            newLine(depth);
        }
        out.append(bracket);
    }

    private void newLine(int depth) {
        if (pretty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    /** Java's shortest decimals: they read back to the same float or double. */
    private void number(Number number) {
        if (!NUMBERS.contains(number.getClass())) {
            throw unsupported(number);
        }
        boolean finite = Double.isFinite(number.doubleValue());
        require(finite, "JSON has no %s: write null or a string instead", number);
        out.append(number);
    }

    /** Escapes what must be: quotes, backslashes and control characters. */
    private void string(CharSequence text) {
        boolean whole = !hasLoneSurrogate(text);
        require(whole, "JSON strings are Unicode, but this one contains half of a surrogate pair");
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c < 0x20 ? String.format("\\u%04x", (int) c) : c);
            }
        }
        out.append('"');
    }

    /** Half a pair has no UTF-8 form: it would come back from a file as something else. */
    static boolean hasLoneSurrogate(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Arrays and records are not written by guess: the caller says which fields, under which names.
     */
    private static BrokenRuleException unsupported(Object value) {
        return new BrokenRuleException("JSON cannot represent " + value.getClass().getName());
    }
}
