package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import java.util.List;
import java.util.Set;

/**
 * What an item varies and reports: every value is a place of its table. An arm takes part if one of
 * its settings holds {@code {name}}; any other arm is the same at every value.
 *
 * @param name of the placeholder; empty: nothing is varied
 * @param title for people, such as {@code step size η}
 * @param values in the order of the table
 */
public record Axis(String name, String title, List<String> values) {
    /** Nothing is varied. */
    public static final Axis NONE = new Axis("", "", List.of());

    public Axis {
        require(
                name.isEmpty() == values.isEmpty(),
                "an axis needs a name and values, got name '%s' and values %s",
                name,
                values);
        require(
                Set.copyOf(values).size() == values.size(),
                "values must not contain a value twice, got %s",
                values);
        values = List.copyOf(values);
    }

    /** Whether anything is varied. */
    public boolean isOn() {
        return !name.isEmpty();
    }

    /** The same with other values; with none, these. */
    Axis with(List<String> other) {
        return other.isEmpty() ? this : new Axis(name, title, other);
    }
}
