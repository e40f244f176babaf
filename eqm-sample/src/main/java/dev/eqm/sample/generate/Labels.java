package dev.eqm.sample.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Label specs of users: {@code 0-9}, {@code 3,7}, {@code 0-2,5}; order and repetition count. */
public final class Labels {
    private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?");

    private Labels() {}

    /** Every label once. */
    public static List<Long> all(int classes) {
        return LongStream.range(0, classes).boxed().toList();
    }

    /**
     * The labels of a spec, ranges written out, both ends included.
     *
     * @throws IllegalArgumentException naming the spec, the part and the rule that it breaks
     */
    public static List<Long> parse(String spec, int classes) {
        List<Long> labels = new ArrayList<>();
        for (String part : spec.split(",", -1)) {
            Matcher m = PART.matcher(part.strip());
            if (!m.matches()) {
                throw refused(spec, part, "a part is a number or a range such as 0-9");
            }
            long from = Long.parseLong(m.group(1));
            long to = m.group(2) == null ? from : Long.parseLong(m.group(2));
            if (from > to) {
                throw refused(spec, part, "a range goes upwards");
            }
            if (to >= classes) {
                throw refused(
                        spec,
                        part,
                        "the model knows " + classes + " classes, labels 0 to " + (classes - 1));
            }
            LongStream.rangeClosed(from, to).forEach(labels::add);
        }
        return List.copyOf(labels);
    }

    private static IllegalArgumentException refused(String spec, String part, String rule) {
        return new IllegalArgumentException(
                "labels '" + spec + "', part '" + part.strip() + "': " + rule);
    }
}
