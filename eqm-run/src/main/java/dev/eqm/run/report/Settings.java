package dev.eqm.run.report;

import dev.eqm.run.config.Place;
import dev.eqm.run.config.Problems;
import dev.eqm.run.config.YamlNode;
import dev.eqm.run.config.YamlParser;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A run's {@code config.yaml} as dotted keys with their values. It is read as text and not as a
 * {@code RunConfig}, so that the runs of other versions, with keys that this one does not know, can
 * be looked at and compared too.
 *
 * @param yaml the text of the file
 * @param values by dotted key, in the order of the file; empty if the file is no YAML
 */
record Settings(String yaml, Map<String, String> values) {
    /** Where the run lies, which says nothing about how it was trained. */
    private static final Set<String> PLACE = Set.of("name", "runs");

    /**
     * A row of differences.
     *
     * @param values a run each; empty where a run has no such key
     */
    record Difference(String key, List<String> values) {}

    static Settings of(String yaml) {
        Map<String, String> values = new LinkedHashMap<>();
        Optional<YamlNode> root =
                YamlParser.parse(
                        yaml,
                        at -> new Place("config.yaml", 0, at.line(), at.column()),
                        new Problems());
        root.ifPresent(node -> add(values, "", node));
        return new Settings(yaml, values);
    }

    private static void add(Map<String, String> values, String key, YamlNode node) {
        if (node instanceof YamlNode.Mapping map && !map.entries().isEmpty()) {
            for (YamlNode.Entry entry : map.entries()) {
                String below = key.isEmpty() ? entry.key() : key + "." + entry.key();
                add(values, below, entry.value());
            }
        } else if (!key.isEmpty()) {
            values.put(key, inline(node));
        }
    }

    private static String inline(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        } else if (node instanceof YamlNode.Sequence list) {
            return list.items().stream()
                    .map(Settings::inline)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return ((YamlNode.Mapping) node)
                .entries().stream()
                        .map(e -> e.key() + ": " + inline(e.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    /** The value of a key; empty if there is none. */
    String get(String key) {
        return values.getOrDefault(key, "");
    }

    /** The value of a key as a number; 0 if it is none. */
    long whole(String key) {
        String text = get(key);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
    }

    /** All values below a key on one line: {@code truncated, a 0.8, lambda 4.0}. */
    String below(String key) {
        String whole = get(key);
        String kind = get(key + ".kind");
        String rest =
                values.entrySet().stream()
                        .filter(e -> e.getKey().startsWith(key + "."))
                        .filter(e -> !e.getKey().equals(key + ".kind"))
                        .map(e -> e.getKey().substring(key.length() + 1) + " " + e.getValue())
                        .collect(Collectors.joining(", "));
        String first = whole.isEmpty() ? kind : whole;
        return first.isEmpty() || rest.isEmpty() ? first + rest : first + ", " + rest;
    }

    /** The keys in which runs differ, but for their names and places. */
    static List<Difference> differences(List<Settings> runs) {
        Set<String> keys = new LinkedHashSet<>();
        runs.forEach(run -> keys.addAll(run.values.keySet()));
        return keys.stream()
                .filter(key -> !PLACE.contains(key))
                .map(key -> new Difference(key, runs.stream().map(run -> run.get(key)).toList()))
                .filter(row -> row.values().stream().distinct().count() > 1)
                .toList();
    }
}
