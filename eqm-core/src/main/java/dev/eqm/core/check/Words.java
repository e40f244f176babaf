package dev.eqm.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a record prints, in words that people read: {@code Nesterov[eta=0.01, mu=0.3]} becomes
 * {@code nesterov (eta 0.01, mu 0.3)}.
 *
 * <p>It works on texts, so that what older versions have stored is told in the same way. Files keep
 * the record's own text ({@link Identity}), which is compared; messages, tables and reports go
 * through here.
 */
public final class Words {
    /** Longer lists are counted, not told. */
    private static final int FEW = 6;

    private Words() {}

    /**
     * A record, or anything else: a text without a record in it stays as it is. Constants in a
     * record are in lower case, as they are typed; empty lists in it are left out.
     */
    public static String of(Object value) {
        return told(String.valueOf(value));
    }

    /**
     * The components of a record alone, without its name: {@code rule nesterov (eta 0.01), steps
     * 60}.
     */
    public static String parts(Object value) {
        String text = String.valueOf(value);
        int open = opening(text);
        return open < 1 ? told(text) : components(text, open);
    }

    private static String told(String text) {
        int open = opening(text);
        if (open < 0) {
            return text;
        } else if (open == 0) { // a list, perhaps of records
            List<String> items = split(text.substring(1, text.length() - 1));
            if (items.size() > FEW) {
                return items.size() + " entries";
            }
            return items.stream().map(Words::told).collect(Collectors.joining(", ", "[", "]"));
        }
        String inside = components(text, open);
        return name(text.substring(0, open)) + (inside.isEmpty() ? "" : " (" + inside + ")");
    }

    /** Where the bracket of a record or a list opens that closes at the end; -1 without one. */
    private static int opening(String text) {
        int open = text.indexOf('[');
        return text.endsWith("]") && text.substring(0, Math.max(0, open)).matches("[A-Z]\\w*|")
                ? open
                : -1;
    }

    private static String components(String text, int open) {
        return split(text.substring(open + 1, text.length() - 1)).stream()
                .filter(part -> !part.endsWith("=[]"))
                .map(Words::component)
                .collect(Collectors.joining(", "));
    }

    private static String component(String part) {
        int equals = part.indexOf('=');
        String value = part.substring(equals + 1);
        boolean constant = value.matches("[A-Z][A-Z0-9_]+");
        String word = constant ? value.toLowerCase(Locale.ROOT).replace('_', '-') : told(value);
        if (equals < 0) {
            return word;
        }
        String name = part.substring(0, equals);
        boolean said =
                word.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + " (");
        return said ? word : name + " " + word; // adamW AdamW (...) is AdamW (...)
    }

    /** {@code TruncatedDecay}: truncated decay; {@code SiTConfig}: SiT, as abbreviations stay. */
    private static String name(String type) {
        return Stream.of(
                        type.replaceFirst("(?<=.)Config$", "")
                                .split("(?<=[a-z0-9])(?=[A-Z][a-z])|(?<=[A-Z])(?=[A-Z][a-z])"))
                .map(w -> w.matches("[A-Z]?[a-z0-9]*") ? w.toLowerCase(Locale.ROOT) : w)
                .collect(Collectors.joining(" "));
    }

    /**
     * The parts of a text between its commas, but for those within brackets: {@code a=1, b=[2, 3]}.
     */
    public static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        String last = text.substring(begin).strip();
        if (!last.isEmpty()) {
            parts.add(last);
        }
        return parts;
    }
}
