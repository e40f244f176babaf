package dev.eqm.run.config;

import java.util.List;

/** A YAML tree of which every part knows its place. */
public sealed interface YamlNode {
    Place place();

    /** The node in a few characters, for messages. */
    String brief();

    /**
     * A single value.
     *
     * @param plain whether it stood there without quotes, so that 12 is a number and not a text
     */
    record Scalar(Place place, String text, boolean plain) implements YamlNode {
        @Override
        public String brief() {
            String shown = plain ? text : ScalarText.quoted(text);
            return text.isEmpty() && plain ? "(nothing)" : ScalarText.shortened(shown);
        }
    }

    /** A list. */
    record Sequence(Place place, List<YamlNode> items) implements YamlNode {
        @Override
        public String brief() {
            return items.isEmpty() ? "[]" : "[...]";
        }
    }

    /** Keys with values, in the order of the text; keys may repeat here. */
    record Mapping(Place place, List<Entry> entries) implements YamlNode {
        @Override
        public String brief() {
            return entries.isEmpty() ? "{}" : "{...}";
        }
    }

    /**
     * One line of a mapping.
     *
     * @param place of the key
     */
    record Entry(Place place, String key, YamlNode value) {}
}
