package dev.eqm.models.weights.torch;

import static dev.eqm.core.check.Check.broken;

import java.util.List;
import java.util.Map;

/** Values while a pickle runs: what may still change, and what never leaves the reader. */
final class Nodes {
    private Nodes() {}

    /** A tuple, or a torch.Size. */
    record Tuple(List<Object> items) {}

    /** A list that opcodes may still append to. */
    record Items(List<Object> items) {}

    /** A dict or an OrderedDict; keys are text and whole numbers. */
    record Dict(Map<Object, Object> entries) {
        /**
         * Sets an entry, once. In Python the last value of a key wins; here a second one is
         * refused, because nothing that {@code torch.save} writes has it.
         *
         * @throws IllegalArgumentException for a key of another type, or one that is there already
         */
        void put(Object key, Object value) {
            if (!(key instanceof String) && !(key instanceof Long)) {
                throw broken(
                        "a key of a dict must be a string or a 64-bit integer, got %s",
                        described(key));
            }
            if (entries.containsKey(key)) {
                throw broken("key %s appears twice", quoted(key));
            }
            entries.put(key, value);
        }
    }

    /** A Namespace whose fields may still come. */
    record Fields(Dict dict) {}

    /** A few words about a value, never its whole content, which may be anything. */
    static String described(Object value) {
        if (value == null) {
            return "None";
        }
        if (value instanceof String || value instanceof Long || value instanceof Boolean) {
            return quoted(value);
        }
        if (value instanceof Tuple tuple) {
            return "a tuple of " + tuple.items().size();
        }
        if (value instanceof Items) {
            return "a list";
        }
        if (value instanceof Dict) {
            return "a dict";
        }
        return value instanceof Fields ? "a Namespace" : value.toString();
    }

    /**
     * At most 80 characters of it: texts of a file may be as long as {@link Unpickler#MAX_TEXT}.
     */
    static String quoted(Object value) {
        String text = value.toString();
        String some = text.length() <= 80 ? text : text.substring(0, 80) + "...";
        return value instanceof String ? "'" + some + "'" : some;
    }
}
