package dev.eqm.cli.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a record as YAML: every value, in the order of the components, {@code kind} first. Reading
 * the text gives an equal record; writing the same record gives the same text.
 */
public final class ConfigWriter {
    private static final int WIDTH = 100;

    private final Kinds kinds;

    public ConfigWriter(Kinds kinds) {
        this.kinds = kinds;
    }

    /** The whole record in block style, with a line break at the end. */
    public String toYaml(Record config) {
        return String.join("\n", block(new Shape.Fixed(config.getClass()), config)) + "\n";
    }

    /** The lines of a value; only the first may go behind a dash or a key. */
    private List<String> block(Shape shape, Object value) {
        String inline = inline(shape, value);
        List<String> lines = new ArrayList<>();
        if (value instanceof Record && !inline.equals("{}")) {
            parts(shape, value).forEach((key, part) -> lines.addAll(entry(key, part)));
        } else if (value instanceof List<?> list && !fitsOneLine(list, inline)) {
            for (Object item : list) {
                List<String> below = block(((Shape.Listing) shape).item(), item);
                lines.add("- " + below.get(0));
                below.stream().skip(1).map(line -> "  " + line).forEach(lines::add);
            }
        } else {
            lines.add(inline);
        }
        return lines;
    }

    private List<String> entry(String key, Part part) {
        List<String> below = block(part.shape, part.value);
        String inline = inline(part.shape, part.value);
        if (below.size() == 1 && below.get(0).equals(inline)) {
            return List.of(key + ": " + inline);
        }
        List<String> lines = new ArrayList<>(List.of(key + ":"));
        below.forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static boolean fitsOneLine(List<?> list, String inline) {
        return inline.length() <= WIDTH && !inline.contains("{") || list.isEmpty();
    }

    /** The value on one line, in flow style. */
    String inline(Shape shape, Object value) {
        if (value instanceof Record) {
            return parts(shape, value).entrySet().stream()
                    .map(e -> e.getKey() + ": " + inline(e.getValue().shape, e.getValue().value))
                    .collect(Collectors.joining(", ", "{", "}"));
        } else if (value instanceof List<?> list) {
            return list.stream()
                    .map(item -> inline(((Shape.Listing) shape).item(), item))
                    .collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Double d && !Double.isFinite(d)) {
            throw new IllegalArgumentException("a configuration holds finite numbers, got " + d);
        }
        return ScalarText.of(value);
    }

    private record Part(Shape shape, Object value) {}

    /** What is written of a record: its kind if it was chosen by one, and its components. */
    private Map<String, Part> parts(Shape shape, Object value) {
        Map<String, Part> parts = new LinkedHashMap<>();
        if (shape instanceof Shape.Open open) {
            String kind = kinds.nameOf(open.type(), value.getClass());
            parts.put(Kinds.KEY, new Part(new Shape.Single(String.class), kind));
        }
        Map<String, Object> values = Records.values((Record) value);
        Records.shapes(value.getClass(), kinds)
                .forEach((name, part) -> parts.put(name, new Part(part, values.get(name))));
        return parts;
    }
}
