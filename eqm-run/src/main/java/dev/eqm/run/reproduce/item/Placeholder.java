package dev.eqm.run.reproduce.item;

import dev.eqm.core.check.BrokenRuleException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a setting of an arm takes a value of the axis or the search. */
public final class Placeholder {
    private static final Pattern ANY =
            Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)(?:/([1-9][0-9]?))?\\}");

    private Placeholder() {}

    /** Whether a setting holds any. */
    public static boolean isIn(String setting) {
        return ANY.matcher(setting).find();
    }

    /** Whether it holds one of that name; never for no name. */
    static boolean isIn(String setting, String name) {
        return ANY.matcher(setting).results().anyMatch(m -> m.group(1).equals(name));
    }

    /**
     * Fills in a value; {@code {name/2}} takes the half of a whole number, which must have one.
     *
     * @throws BrokenRuleException for a value that cannot be divided
     */
    public static String fill(String setting, String name, String value) {
        Matcher m = ANY.matcher(setting);
        StringBuilder text = new StringBuilder();
        while (m.find()) {
            boolean own = m.group(1).equals(name);
            String filled = !own ? m.group() : m.group(2) == null ? value : part(m, value);
            m.appendReplacement(text, Matcher.quoteReplacement(filled));
        }
        return m.appendTail(text).toString();
    }

    private static String part(Matcher placeholder, String value) {
        int by = Integer.parseInt(placeholder.group(2));
        if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) % by != 0) {
            throw new BrokenRuleException(
                    "%s needs a whole number that %s divides, got %s"
                            .formatted(placeholder.group(), by, value));
        }
        return "" + Integer.parseInt(value) / by;
    }
}
