package dev.eqm.run.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects problems so that the reader of a configuration hears all of them at once. */
public final class Problems {
    private record Problem(Place place, String text) {}

    private final List<Problem> found = new ArrayList<>();

    public void add(Place place, String text) {
        found.add(new Problem(place, text));
    }

    public int count() {
        return found.size();
    }

    /** Throws what was collected, in the order of the text, the settings last. */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(
                    found.stream()
                            .sorted(Comparator.comparing(Problem::place))
                            .map(p -> p.place() + ": " + p.text())
                            .toList());
        }
    }
}
