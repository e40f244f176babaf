package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import java.util.List;
import java.util.Locale;

/**
 * What a model can be asked for: labels 0 to count − 1, and their names where the data set has
 * some.
 *
 * @param names by label; empty if there are none
 */
public record Classes(int count, List<String> names) {
    private static final int SHOWN = 10;

    public Classes {
        names = List.copyOf(names);
        require(
                names.isEmpty() || names.size() == count,
                "there are " + count + " classes, got %s names",
                names.size());
    }

    /** Labels without names. */
    public static Classes unnamed(int count) {
        return new Classes(count, List.of());
    }

    /**
     * The label of a name, case ignored.
     *
     * @throws IllegalArgumentException naming some that are known, those that look alike first
     */
    public long named(String name) {
        for (int label = 0; label < names.size(); label++) {
            if (names.get(label).equalsIgnoreCase(name)) {
                return label;
            }
        }
        require(
                !names.isEmpty(),
                "'%s' is no number, and the names of the classes are not known here: use labels 0 to %s",
                name,
                count - 1);
        throw new BrokenRuleException("no class is called '" + name + "'; there are " + like(name));
    }

    /**
     * A label that is given as a number or as a name; a number is always a label.
     *
     * @throws IllegalArgumentException if there is no such label
     */
    public long label(String text) {
        return text.matches("\\d{1,9}") ? known(Long.parseLong(text)) : named(text);
    }

    /** The label itself, if there is such a class. */
    long known(long label) {
        require(label < count, "the model knows %s classes, labels 0 to %s", count, count - 1);
        return label;
    }

    private String like(String name) {
        String start = start(name);
        List<String> alike = names.stream().filter(n -> start(n).equals(start)).toList();
        List<String> shown = alike.isEmpty() ? names : alike;
        String all = String.join(", ", shown.subList(0, Math.min(SHOWN, shown.size())));
        return shown.size() < names.size() || shown.size() > SHOWN
                ? all + " and others (" + count + ")"
                : all;
    }

    private static String start(String name) {
        return name.substring(0, Math.min(2, name.length())).toLowerCase(Locale.ROOT);
    }
}
