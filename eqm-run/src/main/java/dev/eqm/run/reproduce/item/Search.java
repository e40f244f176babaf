package dev.eqm.run.reproduce.item;

import static dev.eqm.core.check.Check.require;

import java.util.List;

/**
 * What is chosen for every arm, and at every place of the axis, before anything is reported: on
 * noise of its own, over the trainings of all seeds. An arm takes part if one of its settings holds
 * {@code {name}}.
 *
 * @param name of the placeholder; empty: nothing is searched
 * @param title for people
 * @param values that are tried
 * @param calls 0: the value with the lowest measure is chosen; otherwise the one whose samples take
 *     the mean number of network calls nearest to this
 */
public record Search(String name, String title, List<String> values, double calls) {
    /** Nothing is searched. */
    public static final Search NONE = new Search("", "", List.of(), 0);

    public Search {
        require(
                name.isEmpty() == values.isEmpty(),
                "a search needs a name and values, got name '%s' and values %s",
                name,
                values);
        require(calls >= 0, "calls must not be negative, got %s", calls);
        values = List.copyOf(values);
    }

    /** Whether anything is searched. */
    public boolean isOn() {
        return !name.isEmpty();
    }

    /** Whether the value with the lowest measure is chosen. */
    public boolean isForLowest() {
        return calls == 0;
    }

    /** The same with other values and another number of calls; with none, these. */
    Search with(List<String> other, double otherCalls) {
        return new Search(
                name,
                title,
                other.isEmpty() ? values : other,
                otherCalls == 0 ? calls : otherCalls);
    }
}
