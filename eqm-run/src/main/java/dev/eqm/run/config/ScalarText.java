package dev.eqm.run.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/** How single values are written: readable, and read back as the same value. */
public final class ScalarText {
    /** What YAML 1.2's core schema resolves to something else than a text. */
    private static final Pattern TYPED =
            Pattern.compile(
                    "|~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+|0o[0-7]+"
                            + "|0x[0-9a-fA-F]+|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

    /** Quoted for the sake of YAML 1.1 readers such as PyYAML. */
    private static final Pattern TYPED_ELSEWHERE =
            Pattern.compile("y|n|yes|no|on|off", Pattern.CASE_INSENSITIVE);

    /**
     * What is written without quotes: names, words and paths. No colon, hash or other character
     * that YAML gives a meaning, no space at either end.
     */
    private static final Pattern SAFE =
            Pattern.compile("(\\.{1,2}/)?[A-Za-z_/]([A-Za-z0-9_./ +-]*[A-Za-z0-9_./+-])?");

    /** Characters of a value that a message repeats. */
    private static final int SHORT = 60;

    private ScalarText() {}

    /** Whether this text, without quotes, is a number, a boolean or null to a YAML reader. */
    public static boolean isTyped(String text) {
        return TYPED.matcher(text).matches();
    }

    /** Number, boolean, text, path or enum constant as a YAML scalar, block or flow. */
    public static String of(Object value) {
        if (value instanceof Double d) {
            return number(d);
        } else if (value instanceof Enum<?> constant) {
            return text(name(constant));
        } else if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return text(value.toString());
    }

    /** Enum constants are written in lower case with '-' for '_'. */
    public static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The digits of {@link Double#toString(double)}: 0.0001 and not 1.0E-4; from 1e9 and below 1e-4
     * with an exponent, in the form that YAML 1.1 readers take for a number as well (1.0e-08 needs
     * its point and its sign).
     */
    private static String number(double value) {
        double size = Math.abs(value);
        if (value == 0 || !Double.isFinite(value)) {
            return Double.toString(value);
        } else if (size >= 1e-4 && size < 1e9) {
            String plain = new BigDecimal(Double.toString(value)).toPlainString();
            String noZeros = plain.contains(".") ? plain.replaceAll("0+$", "") : plain + ".";
            return noZeros.endsWith(".") ? noZeros + "0" : noZeros;
        }
        String text = Double.toString(value).replace('E', 'e');
        return text.contains("e-") || !text.contains("e") ? text : text.replace("e", "e+");
    }

    private static String text(String text) {
        boolean plain =
                SAFE.matcher(text).matches()
                        && !isTyped(text)
                        && !TYPED_ELSEWHERE.matcher(text).matches();
        return plain ? text : quoted(text);
    }

    /** In double quotes, everything unprintable escaped. */
    public static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int c : text.codePoints().toArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
                    boolean noCharacter = c == 0xFFFE || c == 0xFFFF || c == 0xFEFF;
                    boolean separator = c == 0xA0 || c == 0x2028 || c == 0x2029;
                    if (Character.isISOControl(c) || surrogate || noCharacter || separator) {
                        out.append(String.format("\\u%04X", c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    /** On one line and not long, for messages. */
    public static String shortened(String text) {
        String line = text.replaceAll("\\R", "\\\\n");
        int end = Math.min(SHORT, line.length());
        return line.length() <= SHORT ? line : line.substring(0, end) + "...";
    }
}
