package dev.eqm.run.config;

import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Single values from YAML, without coercion: 1.5 is no integer, 12 no text, yes no boolean. */
public final class Scalars {
    /** What is told of a null, wherever it stands. */
    static final String NO_VALUE = "no value; write one, or leave the key out to keep the default";

    private static final Pattern INTEGER = Pattern.compile("[-+]?(0|[1-9][0-9]*)");
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");
    private static final Pattern NOT_FINITE =
            Pattern.compile("[-+]?\\.(inf|nan)", Pattern.CASE_INSENSITIVE);
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
        if (!(node instanceof YamlNode.Scalar scalar)) {
            String got = node instanceof YamlNode.Sequence ? "a list" : "a mapping";
            return broken(expected(type) + ", not " + got);
        } else if (isNull(scalar)) {
            return broken(NO_VALUE);
        } else if (type == Integer.class || type == Long.class) {
            return integer(type, scalar);
        } else if (type == Double.class) {
            return number(scalar);
        } else if (type == Boolean.class) {
            return truth(scalar);
        } else if (type.isEnum()) {
            return constant(type, scalar.text());
        }
        return text(type, scalar);
    }

    /** Reads one of several words. */
    public static Reading word(Map<String, ?> words, YamlNode node) {
        String rule = oneOf(List.copyOf(words.keySet()));
        if (!(node instanceof YamlNode.Scalar scalar)) {
            String got = node instanceof YamlNode.Sequence ? "a list" : "a mapping";
            return broken(rule + ", not " + got);
        } else if (isNull(scalar)) {
            return broken(NO_VALUE);
        }
        Object value = words.get(scalar.text());
        return value == null
                ? broken(rule + Names.suggestion(scalar.text(), words.keySet()))
                : new Reading.Value(value);
    }

    private static String oneOf(List<String> words) {
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
            return oneOf(constants(type));
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
        Optional<Long> value = longValue(text).filter(v -> v >= low && v <= high);
        if (value.isEmpty()) {
            return broken("out of range; must be a whole number from " + low + " to " + high);
        }
        return new Reading.Value(isInt ? (Object) value.get().intValue() : value.get());
    }

    private static Optional<Long> longValue(String digits) {
        if (digits.length() > MAX_DIGITS) {
            return Optional.empty();
        }
        BigInteger value = new BigInteger(digits);
        return value.bitLength() < Long.SIZE ? Optional.of(value.longValue()) : Optional.empty();
    }

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

    private static Reading constant(Class<?> type, String text) {
        for (Object constant : type.getEnumConstants()) {
            if (ScalarText.name((Enum<?>) constant).equals(text)) {
                return new Reading.Value(constant);
            }
        }
        return broken(expected(type) + Names.suggestion(text, constants(type)));
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> ScalarText.name((Enum<?>) c))
                .toList();
    }

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
