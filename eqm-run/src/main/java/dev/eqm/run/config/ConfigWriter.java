package dev.eqm.run.config;

import dev.eqm.core.check.BrokenRuleException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a record as YAML: every value, in the order of the components, the kind first. Reading the
 * text gives an equal record; writing the same record gives the same text, so that {@code
 * config.yaml} of a run can be compared byte by byte.
 */
public record ConfigWriter(Kinds kinds) {
    /** Characters of the longest list that stays on one line. */
    private static final int WIDTH = 100;

    /** The whole record in block style, with a line break at the end. */
    public String toYaml(Record config) {
        Layout layout = layout(new ConfigType.Fixed(config.getClass()), config);
        return String.join("\n", layout.lines) + "\n";
    }

    /** A value that stands below its key: its lines, not indented. */
    public List<String> toLines(ConfigType shape, Object value) {
        return layout(shape, value).lines;
    }

    /**
     * The whole record as JSON knows values: maps, lists, numbers, booleans and words, every kind
     * written. JSON is YAML, so a reader takes its text as it takes a file.
     */
    public Map<String, Object> toValues(Record config) {
        Map<String, Object> all = new LinkedHashMap<>();
        written(new ConfigType.Fixed(config.getClass()), config)
                .forEach((name, part) -> all.put(name, plain(part)));
        return all;
    }

    private Object plain(Part part) {
        if (part.value instanceof Record) {
            Map<String, Object> all = new LinkedHashMap<>();
            written(part.shape, part.value).forEach((name, below) -> all.put(name, plain(below)));
            return all;
        } else if (part.value instanceof List<?> list
                && part.shape instanceof ConfigType.Listing listing) {
            return list.stream().map(item -> plain(new Part(listing.item(), item))).toList();
        } else if (part.value instanceof Number || part.value instanceof Boolean) {
            return part.value;
        }
        return part.value instanceof String text ? text : ScalarText.of(part.value);
    }

    /** A value as text: one line that may stand behind its key, or a block that stands below. */
    private record Layout(boolean behind, List<String> lines) {
        static Layout behind(String line) {
            return new Layout(true, List.of(line));
        }
    }

    /** Records and lists may need several lines; a single value never does. */
    private Layout layout(ConfigType shape, Object value) {
        if (value instanceof Record) {
            return layoutOf(written(shape, value));
        } else if (value instanceof List<?> list && shape instanceof ConfigType.Listing listing) {
            return layoutOf(listing, list);
        }
        return Layout.behind(inline(shape, value));
    }

    /** One key a line; what stands below a key is indented by two spaces. */
    private Layout layoutOf(Map<String, Part> parts) {
        if (parts.isEmpty()) {
            return Layout.behind("{}");
        }
        List<String> lines = new ArrayList<>();
        parts.forEach(
                (key, part) -> {
                    Layout below = layout(part.shape, part.value);
                    lines.add(key + ":" + (below.behind ? " " + below.lines.get(0) : ""));
                    if (!below.behind) {
                        below.lines.forEach(line -> lines.add("  " + line));
                    }
                });
        return new Layout(false, lines);
    }

    /** Short lists of single values on one line, others one item a line. */
    private Layout layoutOf(ConfigType.Listing shape, List<?> list) {
        List<Layout> items = list.stream().map(item -> layout(shape.item(), item)).toList();
        if (items.stream().allMatch(Layout::behind)) {
            String inline = inline(shape, list);
            if (inline.length() <= WIDTH) {
                return Layout.behind(inline);
            }
        }
        List<String> lines = new ArrayList<>();
        for (Layout item : items) {
            for (int i = 0; i < item.lines.size(); i++) {
                lines.add((i == 0 ? "- " : "  ") + item.lines.get(i));
            }
        }
        return new Layout(false, lines);
    }

    /** The value on one line, in flow style. */
    public String inline(ConfigType shape, Object value) {
        if (shape instanceof ConfigType.Open open && !(value instanceof Record)) {
            kinds.nameOf(open.type(), value); // says that a lambda has none
        }
        if (value instanceof Record) {
            return parts(shape, value).entrySet().stream()
                    .map(e -> e.getKey() + ": " + inline(e.getValue().shape, e.getValue().value))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> inline(((ConfigType.Listing) shape).item(), item))
                    .collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Double d && !Double.isFinite(d)) {
            throw new BrokenRuleException(
                    "a configuration must contain only finite numbers, got " + d);
        }
        return ScalarText.of(value);
    }

    /** A component: what may stand there, and what does. */
    private record Part(ConfigType shape, Object value) {}

    /** The same for a file, which leaves out the kind of what used to be one record. */
    private Map<String, Part> written(ConfigType shape, Object value) {
        Map<String, Part> parts = parts(shape, value);
        if (shape instanceof ConfigType.Open open
                && !kinds.isWritten(open.type(), (String) parts.get(Kinds.KEY).value)) {
            parts.remove(Kinds.KEY);
        }
        return parts;
    }

    /** What a record consists of: its kind if it was chosen by one, and its components. */
    private Map<String, Part> parts(ConfigType shape, Object value) {
        Map<String, Part> parts = new LinkedHashMap<>();
        if (shape instanceof ConfigType.Open open) {
            String kind = kinds.nameOf(open.type(), value);
            parts.put(Kinds.KEY, new Part(new ConfigType.Single(String.class), kind));
        }
        Map<String, Object> values = Records.values((Record) value);
        Records.shapes(value.getClass(), kinds)
                .forEach((name, part) -> parts.put(name, new Part(part, values.get(name))));
        return parts;
    }
}
