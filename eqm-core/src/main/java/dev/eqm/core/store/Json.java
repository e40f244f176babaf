package dev.eqm.core.store;

/**
 * Strict JSON (RFC 8259), read and written: headers, state files, metrics, lists of cases.
 *
 * <p>Objects are {@code LinkedHashMap<String, Object>}, arrays {@code List<Object>}, numbers {@code
 * Long} (no fraction, no exponent) or {@code Double}, and {@code null} is {@code null}. Refused,
 * because they would lose something silently: duplicate keys, integers beyond 64 bits, numbers
 * beyond the range of a double, lone surrogates, more than {@value #MAX_DEPTH} levels.
 */
public final class Json {
    static final int MAX_DEPTH = 64;

    private Json() {}

    /** The value of a whole text; {@link JsonException} with the offset if it is not JSON. */
    public static Object parse(String text) {
        return new JsonReader(text).document();
    }

    /**
     * The value on one line, no spaces, keys in the map's order.
     *
     * @throws IllegalArgumentException for NaN and infinities, which JSON cannot say, and for types
     *     other than Map with String keys, Iterable, CharSequence, Boolean, the primitive numbers
     *     and null
     */
    public static String write(Object value) {
        return new JsonWriter(false).text(value);
    }

    /** The value over several lines, indented by two spaces; otherwise as {@link #write}. */
    public static String writePretty(Object value) {
        return new JsonWriter(true).text(value);
    }
}
