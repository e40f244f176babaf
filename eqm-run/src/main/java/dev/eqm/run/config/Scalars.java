package dev.eqm.run.config;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Single values from YAML, without coercion: 1.5 is no integer, 12 no text, yes no boolean. A rule
 * that is broken says what would be right, such as to take quotes away or to put them.
 */
public final class Scalars {
    /** What is told of a null, wherever it stands. */
    static final String NO_VALUE = "no value; add one, or remove the key to keep the default";

    /** Decimal only: an octal 0777 or a hexadecimal number would be read otherwise elsewhere. */
    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

    /** YAML can say these; no setting of a run may be one. */
    private static final Pattern NOT_FINITE =
            Pattern.compile("[-+]?\\.(inf|nan)", Pattern.CASE_INSENSITIVE);

    /** Zero as it is written: another text whose value is 0 has lost all its digits. */
    private static final Pattern ZERO = Pattern.compile("[-+]?[0.]+([eE].*)?");

    private static final int MAX_DIGITS = 20; // a long has 19

    /** What came of reading: a value, or the rule that the text breaks. */
    public sealed interface Reading {
        record Value(Object value) implements Reading {}

        record Broken(String rule) implements Reading {}
    }

    private Scalars() {}

    /**
     * Reads one value.
     *
     * @param type Integer, Long, Double, Boolean, String, Path or an enum
     */
    public static Reading read(Class<?> type, YamlNode node) {
        if (!(node instanceof YamlNode.Scalar scalar) || isNull(node)) {
            return noScalar(expected(type), node);
        } else if (type == Integer.class || type == Long.class) {
            return integer(type, scalar);
        } else if (type == Double.class) {
            return number(scalar);
        } else if (type == Boolean.class) {
            return truth(scalar);
        } else if (type.isEnum()) {
            return word(constants(type), node);
        }
        return text(type, scalar);
    }

    /** Reads one of several words. */
    public static Reading word(Map<String, ?> words, YamlNode node) {
        String rule = oneOf(words.keySet());
        if (!(node instanceof YamlNode.Scalar scalar) || isNull(node)) {
            return noScalar(rule, node);
        }
        Object value = words.get(scalar.text());
        return value == null
                ? broken(rule + Names.suggestion(scalar.text(), words.keySet()))
                : new Reading.Value(value);
    }

    private static Reading noScalar(String rule, YamlNode node) {
        if (isNull(node)) {
            return broken(NO_VALUE);
        }
        return broken(
                rule + (node instanceof YamlNode.Sequence ? ", not a list" : ", not a mapping"));
    }

    private static String oneOf(Collection<String> words) {
        return "must be one of " + String.join(", ", words);
    }

    /** YAML's several ways to say nothing. */
    public static boolean isNull(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar
                && scalar.plain()
                && List.of("", "~", "null", "Null", "NULL").contains(scalar.text());
    }

    private static String expected(Class<?> type) {
        if (type == Integer.class || type == Long.class) {
            return "must be a whole number";
        } else if (type == Double.class) {
            return "must be a number";
        } else if (type == Boolean.class) {
            return "must be true or false";
        } else if (type.isEnum()) {
            return oneOf(constants(type).keySet());
        }
        return type == Path.class ? "must be a path" : "must be text";
    }

    private static Reading integer(Class<?> type, YamlNode.Scalar scalar) {
        String text = scalar.text();
        if (!scalar.plain() || !INTEGER.matcher(text).matches()) {
            return broken(expected(type) + hint(scalar, INTEGER));
        }
        boolean isInt = type == Integer.class;
        long low = isInt ? Integer.MIN_VALUE : Long.MIN_VALUE;
        long high = isInt ? Integer.MAX_VALUE : Long.MAX_VALUE;
        boolean isShort = text.length() <= MAX_DIGITS; // longer ones may be very long
        BigInteger value = isShort ? new BigInteger(text) : BigInteger.ZERO;
        if (!isShort || value.bitLength() >= (isInt ? Integer.SIZE : Long.SIZE)) {
            return broken("out of range; must be a whole number from " + low + " to " + high);
        }
        return new Reading.Value(isInt ? (Object) value.intValue() : value.longValue());
    }

    /** A finite number; one that a double rounds to infinity or to 0 is refused, not changed. */
    private static Reading number(YamlNode.Scalar scalar) {
        String text = scalar.text();
        if (scalar.plain() && NOT_FINITE.matcher(text).matches()) {
            return broken("must be finite");
        } else if (!scalar.plain() || !NUMBER.matcher(text).matches()) {
            return broken(expected(Double.class) + hint(scalar, NUMBER));
        }
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            return broken("out of range; the largest number is " + Double.MAX_VALUE);
        } else if (value == 0 && !ZERO.matcher(text).matches()) {
            return broken("out of range; the smallest positive number is " + Double.MIN_VALUE);
        }
        return new Reading.Value(value);
    }

    /** What to change so that the text would be one of this form. */
    private static String hint(YamlNode.Scalar scalar, Pattern form) {
        String text = scalar.text();
        if (!scalar.plain() && form.matcher(text).matches()) {
            return ", without quotes";
        } else if (form.matcher(text.replace("_", "")).matches()) {
            return ", without underscores";
        }
        return "";
    }

    private static Reading truth(YamlNode.Scalar scalar) {
        boolean isTruth = scalar.text().equals("true") || scalar.text().equals("false");
        if (!scalar.plain() || !isTruth) {
            return broken(expected(Boolean.class) + (isTruth ? ", without quotes" : ""));
        }
        return new Reading.Value(scalar.text().equals("true"));
    }

    /** The constants of an enum by the words for them. */
    private static Map<String, Object> constants(Class<?> type) {
        Map<String, Object> words = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            words.put(ScalarText.name((Enum<?>) constant), constant);
        }
        return words;
    }

    /** Text or a path; what would be a number, a truth value or null elsewhere needs quotes. */
    private static Reading text(Class<?> type, YamlNode.Scalar scalar) {
        String text = scalar.text();
        if (scalar.plain() && ScalarText.isTyped(text)) {
            return broken(expected(type) + "; put it in quotes: " + ScalarText.quoted(text));
        } else if (type == String.class) {
            return new Reading.Value(text);
        }
        try {
            return new Reading.Value(Path.of(text));
        } catch (InvalidPathException e) {
            return broken("must be a path: " + e.getReason());
        }
    }

    private static Reading broken(String rule) {
        return new Reading.Broken(rule);
    }
}
