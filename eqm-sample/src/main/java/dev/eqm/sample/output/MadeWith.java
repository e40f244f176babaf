package dev.eqm.sample.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Everything that decides about a byte of a folder of samples, in the order in which {@link
 * SamplingFile} writes it. Two runs with equal entries make equal files.
 */
public record MadeWith(List<Entry> entries) {
    /** To begin with. */
    public static final MadeWith NOTHING = new MadeWith(List.of());

    /**
     * One of them.
     *
     * @param value what JSON gives back as it was written: a string, a {@code Long} or a {@code
     *     Boolean}
     */
    public record Entry(String name, Object value) {}

    public MadeWith {
        entries = List.copyOf(entries);
    }

    /** With a text. */
    public MadeWith and(String name, String value) {
        return with(new Entry(name, value));
    }

    /** With a whole number. */
    public MadeWith and(String name, long value) {
        return with(new Entry(name, value));
    }

    /** With something that is so or not. */
    public MadeWith and(String name, boolean value) {
        return with(new Entry(name, value));
    }

    private MadeWith with(Entry entry) {
        List<Entry> all = new ArrayList<>(entries);
        all.add(entry);
        return new MadeWith(all);
    }

    /**
     * A setting that two runs do not share.
     *
     * @param before empty if the earlier run did not have it
     * @param now empty if the later one does not
     */
    public record Difference(String name, String before, String now) {}

    /** What differs from the settings of an earlier run, as JSON gives them back. */
    public List<Difference> differencesFrom(Map<?, ?> before) {
        Map<String, Object> now = toJson();
        Set<String> names = new LinkedHashSet<>(now.keySet());
        before.keySet().forEach(name -> names.add(name.toString()));
        return names.stream()
                .filter(name -> !Objects.equals(before.get(name), now.get(name)))
                .map(name -> new Difference(name, text(before.get(name)), text(now.get(name))))
                .toList();
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    /** Name to value, in order. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        entries.forEach(entry -> all.put(entry.name(), entry.value()));
        return all;
    }
}
