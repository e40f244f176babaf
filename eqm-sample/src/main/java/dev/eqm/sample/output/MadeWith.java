package dev.eqm.sample.output;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** Name to value, in order. */
    Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        entries.forEach(entry -> all.put(entry.name(), entry.value()));
        return all;
    }
}
