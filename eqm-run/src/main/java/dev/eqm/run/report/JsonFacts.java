package dev.eqm.run.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.nodes.Element;

/** Objects of JSON files as tables of dotted keys and values. */
final class JsonFacts {
    /** Items of a list that are told. */
    private static final int ITEMS = 12;

    private JsonFacts() {}

    /** Adds a value and all that it holds; null is nothing. */
    static void flatten(Map<String, String> facts, String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach(
                    (name, v) -> flatten(facts, key.isEmpty() ? "" + name : key + "." + name, v));
        } else if (value instanceof List<?> list) {
            String more = list.size() > ITEMS ? ", ... (" + list.size() + ")" : "";
            facts.put(
                    key,
                    list.stream().limit(ITEMS).map(Numbers::of).collect(Collectors.joining(", "))
                            + more);
        } else if (value != null) {
            facts.put(key, Numbers.of(value));
        }
    }

    /** A row a fact. */
    static void table(Element parent, String caption, Map<String, String> facts) {
        List<List<String>> rows = new ArrayList<>();
        facts.forEach((key, value) -> rows.add(List.of(key, value)));
        Markup.table(parent, caption, List.of("property", "value"), rows);
    }
}
