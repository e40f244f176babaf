package dev.eqm.core.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One pass over one text by recursive descent, at most {@link Json#MAX_DEPTH} levels deep: a
 * hostile file ends in an error, never in a full stack.
 *
 * <p>Strict where the JDK's own number parsers are not: {@code +1}, {@code 01}, {@code .5} and
 * {@code NaN} are refused by the grammar of {@link #number} before they are parsed.
 */
final class JsonReader {
    private final String text;
    private int at;

    JsonReader(String text) {
        this.text = text;
    }

    /** The only value of the text; spaces may stand around it. */
    Object document() {
        Object value = value(0);
        skipSpace();
        if (at < text.length()) {
            throw error("expected the end of the text");
        }
        return value;
    }

    /** One value of any kind; its first character tells which. */
    private Object value(int depth) {
        skipSpace();
        if (depth > Json.MAX_DEPTH) {
            throw error("more than " + Json.MAX_DEPTH + " levels");
        }
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    /**
     * Keys keep their order. One that comes twice is refused: readers differ on which one counts.
     */
    private Map<String, Object> object(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        if (skipped('}')) {
            return map;
        }
        do {
            skipSpace();
            int start = at;
            String key = string();
            if (map.containsKey(key)) {
                throw new JsonException(start, "key \"" + key + "\" appears twice");
            }
            expect(':');
            map.put(key, value(depth + 1));
        } while (skipped(','));
        expect('}');
        return map;
    }

    /** A comma is followed by a value, so there is none behind the last one. */
    private List<Object> array(int depth) {
        List<Object> list = new ArrayList<>();
        at++;
        if (skipped(']')) {
            return list;
        }
        do {
            list.add(value(depth + 1));
        } while (skipped(','));
        expect(']');
        return list;
    }

    /** A key or a value; raw control characters and half pairs of surrogates are refused. */
    private String string() {
        expect('"');
        int start = at - 1;
        StringBuilder out = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < 0x20) {
                at--;
                throw error("control characters in a string must be written as \\u00XX");
            }
            out.append(c == '\\' ? escape() : c);
        }
        if (JsonWriter.hasLoneSurrogate(out)) {
            throw new JsonException(start, "the string contains half of a surrogate pair");
        }
        return out.toString();
    }

    /** What follows a backslash; a pair of surrogates comes as two escapes. */
    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    code = 16 * code + hexDigit(next());
                }
                yield (char) code;
            }
            default -> {
                at--;
                throw error("unknown escape");
            }
        };
    }

    private int hexDigit(char c) {
        int digit = c < 128 ? Character.digit(c, 16) : -1; // JSON knows ASCII digits only
        if (digit < 0) {
            at--;
            throw error("\\u needs four hexadecimal digits");
        }
        return digit;
    }

    /**
     * -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?.
     *
     * <p>A {@code Long} without fraction and exponent, so that seeds and step counts keep all 64
     * bits; else a {@code Double}. What fits neither is refused instead of rounded to infinity.
     */
    private Object number() {
        int start = at;
        skippedHere("-");
        if (!skippedHere("0")) {
            digits("a value");
        }
        boolean integer = true;
        if (skippedHere(".")) {
            integer = false;
            digits("a digit");
        }
        if (skippedHere("eE")) {
            integer = false;
            skippedHere("+-");
            digits("a digit");
        }
        String number = text.substring(start, at);
        try {
            if (integer) {
                return Long.valueOf(number);
            }
        } catch (NumberFormatException e) {
            throw new JsonException(start, number + " exceeds 64 bits");
        }
        double value = Double.parseDouble(number);
        if (Double.isInfinite(value)) {
            throw new JsonException(start, number + " exceeds the range of a double");
        }
        return value;
    }

    /** One digit or more. */
    private void digits(String expected) {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw error("expected " + expected);
        }
    }

    /** {@code true}, {@code false} or {@code null}, told by their first letter already. */
    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw error("expected a value");
        }
        at += word.length();
        return value;
    }

    /** Steps over one of some characters if it is the next one. */
    private boolean skippedHere(String oneOf) {
        boolean here = at < text.length() && oneOf.indexOf(text.charAt(at)) >= 0;
        at += here ? 1 : 0;
        return here;
    }

    /** The same for one character with spaces before it. */
    private boolean skipped(char c) {
        skipSpace();
        return skippedHere(String.valueOf(c));
    }

    /** Steps over a character that must come now. */
    private void expect(char c) {
        if (!skipped(c)) {
            throw error("expected '" + c + "'");
        }
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** The first character of a value. */
    private char peek() {
        if (at >= text.length()) {
            throw error("expected a value");
        }
        return text.charAt(at);
    }

    /** The next character of a string; spaces count there. */
    private char next() {
        if (at >= text.length()) {
            throw error("a string is not closed");
        }
        return text.charAt(at++);
    }

    /** Where the text stands now, with what was found there. */
    private JsonException error(String problem) {
        String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
        return new JsonException(at, problem + ", found " + found);
    }
}
