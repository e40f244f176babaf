package dev.eqm.run.reproduce.measure;

import dev.eqm.core.store.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a measure found: a reading for each of its own places, such as numbers of steps.
 *
 * @param byPlace in the order of the table; the place of a measure of one number is empty
 */
public record Readings(Map<String, Reading> byPlace) {
    public Readings {
        byPlace = new LinkedHashMap<>(byPlace);
    }

    /** One number. */
    public static Readings of(Reading reading) {
        return new Readings(Map.of("", reading));
    }

    /** The number at a place; where nothing could be measured, none of any place could. */
    public Reading at(String place) {
        Reading there = byPlace.get(place);
        return there == null && isNothing() ? Reading.diverged() : there;
    }

    /** Whether nothing could be measured, because the training diverged. */
    public boolean isNothing() {
        return byPlace.keySet().equals(Set.of("")) && first().hasDiverged();
    }

    /** The first number, which searches look at. */
    public Reading first() {
        return byPlace.values().iterator().next();
    }

    /** Seconds of all of it. */
    public double seconds() {
        return byPlace.values().stream()
                .mapToDouble(r -> r.beside().getOrDefault(Reading.SECONDS, 0.0))
                .sum();
    }

    /** As JSON. */
    public JsonObject toJson() {
        return JsonObject.each(byPlace, Reading::toJson);
    }

    /** What {@link #toJson} wrote. */
    public static Readings of(Map<?, ?> json) {
        Map<String, Reading> all = new LinkedHashMap<>();
        json.forEach((place, reading) -> all.put((String) place, Reading.of((Map<?, ?>) reading)));
        return new Readings(all);
    }
}
