package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.random.Seeds;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.output.OutputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Which label each sample gets: specs of users ({@code 0-9}, {@code 3,7}, {@code 0-2,Bag}; order
 * and repetition count), equal shares, random ones, a list in a file. All answer what a {@link
 * NumberedRequests} gives out in turn.
 */
public final class Labels {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?");
    private static final long STREAM = 0x6C6162656CL; // "label": other numbers than the noise has

    private Labels() {}

    /** Every label once. */
    public static List<Long> all(int classes) {
        return LongStream.range(0, classes).boxed().toList();
    }

    /**
     * Every label equally often, in turn; what is left over is spread over the classes, at most one
     * for each.
     */
    public static List<Long> balanced(int classes, int count) {
        int rest = count % classes;
        return LongStream.range(0, count)
                .map(i -> i < count - rest ? i % classes : i % classes * classes / rest)
                .boxed()
                .toList();
    }

    /** Drawn uniformly; sample i's is a function of the seed and of i alone. */
    public static List<Long> random(int classes, int count, long seed) {
        return LongStream.range(0, count)
                .map(i -> Seeds.generator(seed, STREAM, i).nextInt(classes))
                .boxed()
                .toList();
    }

    /**
     * The labels of a spec: numbers, ranges with both ends, names; a name that holds a comma or
     * looks like a number stands in double quotes. A number that is the name of another class is
     * refused: {@link Classes#label}.
     *
     * @throws IllegalArgumentException naming the spec, the part and the rule that it breaks
     */
    public static List<Long> parse(String spec, Classes classes) {
        requireGiven("spec", spec, "classes", classes);
        List<Long> labels = new ArrayList<>();
        for (String part : parts(spec)) {
            try {
                add(labels, part, classes);
            } catch (IllegalArgumentException e) {
                throw refused(spec, part, e.getMessage());
            }
        }
        return List.copyOf(labels);
    }

    private static void add(List<Long> labels, String part, Classes classes) {
        Matcher m = NUMBERS.matcher(part);
        if (part.startsWith("\"")) {
            labels.add(classes.named(part.substring(1, part.length() - 1)));
        } else if (m.matches() && m.group(2) == null) {
            labels.add(classes.label(part));
        } else if (m.matches()) {
            long from = Long.parseLong(m.group(1));
            long to = Long.parseLong(m.group(2));
            require(from <= to, "a range must go upwards, got %s", part);
            classes.known(to);
            LongStream.rangeClosed(from, to).forEach(labels::add);
        } else if (part.matches("-\\d+")) {
            throw new BrokenRuleException("labels start at 0");
        } else if (part.chars().noneMatch(Character::isLetter)) {
            throw new BrokenRuleException(
                    "each part must be a number, a range such as 0-9, or the name of a class");
        } else {
            labels.add(classes.named(part));
        }
    }

    /** Split at commas outside of quotes. */
    private static List<String> parts(String spec) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int begin = 0;
        for (int i = 0; i < spec.length(); i++) {
            if (spec.charAt(i) == '"') {
                quoted = !quoted;
            } else if (spec.charAt(i) == ',' && !quoted) {
                parts.add(spec.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        String last = spec.substring(begin).strip();
        if (quoted) {
            throw refused(spec, last, "a quote is not closed");
        }
        parts.add(last);
        for (String part : parts) {
            int quotes = (int) part.chars().filter(c -> c == '"').count();
            if (quotes > 0 && !(quotes == 2 && part.startsWith("\"") && part.endsWith("\""))) {
                throw refused(spec, part, "quotes must enclose a whole name");
            }
        }
        return parts;
    }

    /**
     * One label a line, number or name, for sample 0, 1, ...
     *
     * @throws IllegalArgumentException naming file, line and rule
     */
    public static List<Long> read(Path file, Classes classes) {
        requireGiven("file", file, "classes", classes);
        List<Long> labels = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                try {
                    labels.add(classes.label(line.strip()));
                } catch (IllegalArgumentException e) {
                    throw new BrokenRuleException(
                            "%s:%d: '%s': %s"
                                    .formatted(
                                            file, labels.size() + 1, line.strip(), e.getMessage()),
                            e);
                }
            }
        } catch (IOException e) {
            boolean missing = Files.notExists(file);
            String why = missing ? "there is no such file" : "cannot be read as text";
            throw new BrokenRuleException(
                    file + ": " + why + "; a file of labels has one number or name per line", e);
        }
        require(!labels.isEmpty(), "%s: contains no label; it needs one per line", file);
        return List.copyOf(labels);
    }

    /**
     * Writes {@code {"labels": [...], "classes": [...]}}: the label of every sample by index, and
     * the names by label if there are some.
     */
    public static void write(Path file, long[] labels, Classes classes) {
        requireGiven("file", file, "labels", labels, "classes", classes);
        JsonObject content = JsonObject.of("labels", Arrays.stream(labels).boxed().toList());
        content.withIf(!classes.names().isEmpty(), "classes", classes.names());
        OutputFiles.write(file, (Json.write(content) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static BrokenRuleException refused(String spec, String part, String rule) {
        return new BrokenRuleException("labels '" + spec + "', part '" + part + "': " + rule);
    }
}
