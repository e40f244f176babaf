package dev.eqm.run.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects problems so that the reader of a configuration hears all of them at once. They may be
 * added in any order; they are told in that of the text.
 */
public final class Problems {
    private record Problem(Place place, String text) {}

    private final List<Problem> found = new ArrayList<>();

    public void add(Place place, String text) {
        found.add(new Problem(place, text));
    }

    /** How many there are: whoever compares two counts knows whether something was refused. */
    public int count() {
        return found.size();
    }

    /** Throws what was collected, in the order of the text, the settings last. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(
                    found.stream()
                            .sorted(Comparator.comparing(Problem::place, Place.ORDER))
                            .map(p -> p.place().tell(p.text()))
                            .toList());
        }
    }
}
