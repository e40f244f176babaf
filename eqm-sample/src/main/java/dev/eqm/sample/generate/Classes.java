package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.sample.plot.Lettering;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a model can be asked for: labels 0 to count − 1, and their names where the data set has
 * some.
 *
 * @param names by label; empty if there are none
 */
public record Classes(int count, List<String> names) {
    private static final int SHOWN = 10;
    private static final Pattern TWICE = Pattern.compile("(\\d{1,9})-\\1");

    public Classes {
        requireGiven("names", names);
        names = List.copyOf(names);
        require(
                names.isEmpty() || names.size() == count,
                "there are " + count + " classes, but got %s names",
                names.size());
    }

    /** Labels without names. */
    public static Classes unnamed(int count) {
        return new Classes(count, List.of());
    }

    /** What a label is called: its name, else its number; the null label is no class. */
    public String name(long label) {
        if (label < 0 || label >= count) {
            return "no class";
        }
        String name = names.isEmpty() ? "" : names.get((int) label);
        return Lettering.knows(name) ? name : Long.toString(label);
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
                "'%s' is not a number, and the names of the classes are not known here: use labels 0 to %s",
                name,
                count - 1);
        throw new BrokenRuleException(
                "no class is called '"
                        + name
                        + "'"
                        + separated(name)
                        + "; there are "
                        + like(name));
    }

    /**
     * Says how several classes are named, if these are several with something else between them.
     */
    private String separated(String name) {
        return Stream.of("[+;&|]", "/", "\\s+")
                .map(between -> name.strip().split("\\s*" + between + "\\s*"))
                .filter(parts -> parts.length > 1 && Stream.of(parts).allMatch(this::isClass))
                .map(parts -> "; put commas between classes: " + String.join(",", parts))
                .findFirst()
                .orElse("");
    }

    private boolean isClass(String text) {
        return text.matches("\\d{1,9}") || names.stream().anyMatch(text::equalsIgnoreCase);
    }

    /**
     * A label that is given as a number, as a number twice ({@code 2-2}), as a name, or as a name
     * in double quotes. A number is a label; one that is also the name of another class is refused,
     * because either may be meant: quotes make it a name, {@code 2-2} a label.
     *
     * @throws IllegalArgumentException if there is no such label
     */
    public long label(String text) {
        if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
            return named(text.substring(1, text.length() - 1));
        }
        Matcher twice = TWICE.matcher(text);
        if (twice.matches()) {
            return known(Long.parseLong(twice.group(1)));
        }
        return text.matches("\\d{1,9}") ? numbered(text) : named(text);
    }

    private long numbered(String text) {
        long label = Long.parseLong(text);
        int named = names.indexOf(text);
        if (named < 0 || named == label) {
            return known(label);
        }
        if (label >= count) {
            throw new BrokenRuleException(
                    ("there is no label %s, but there is a class called '%s' (label "
                                    + "%d): write \"%s\" in double quotes (in a shell: '\"%s\"')")
                            .formatted(text, text, named, text, text));
        }
        throw new BrokenRuleException(
                ("label %s is the class '%s', but the class called '%s' is label %d: write %s-%s for "
                                + "the former, or \"%s\" in double quotes for the latter (in a shell: '\"%s\"')")
                        .formatted(
                                text, names.get((int) label), text, named, text, text, text, text));
    }

    /** The label itself, if there is such a class. */
    long known(long label) {
        require(label < count, "the model has %s classes, labels 0 to %s", count, count - 1);
        return label;
    }

    private String like(String name) {
        String start = start(name);
        List<String> alike = names.stream().filter(n -> start(n).equals(start)).toList();
        boolean few = names.size() <= SHOWN; // then all of them say more than a guess
        List<String> shown = few || alike.isEmpty() ? names : alike;
        String all = String.join(", ", shown.subList(0, Math.min(SHOWN, shown.size())));
        return shown.size() < names.size() || shown.size() > SHOWN
                ? all + " and others (" + count + ")"
                : all;
    }

    private static String start(String name) {
        return name.substring(0, Math.min(2, name.length())).toLowerCase(Locale.ROOT);
    }
}
