package dev.eqm.run.reproduce.measure;

import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One number of one training and one set of samples.
 *
 * @param value NaN if the samples diverged
 * @param without the number without each group of the samples in turn, for the delete-a-group
 *     jackknife; empty where it is not of samples. Groups are the same samples for every arm, so
 *     differences of two arms may be taken group by group
 * @param beside what else was found, such as {@code calls}: network calls for a sample
 */
public record Reading(double value, List<Double> without, Map<String, Double> beside) {
    /** How long it took: never part of what is compared with another machine. */
    public static final String SECONDS = "seconds";

    /** Network calls for a sample, guidance counted twice. */
    public static final String CALLS = "calls";

    /** The mean ‖∇E‖ in the last step. */
    public static final String NORM = "gradient norm";

    public Reading {
        without = List.copyOf(without);
        beside = Map.copyOf(beside);
    }

    /** A number alone. */
    public static Reading of(double value) {
        return new Reading(value, List.of(), Map.of());
    }

    /** Samples that left all bounds. */
    public static Reading diverged() {
        return of(Double.NaN);
    }

    /** Whether there are no samples. */
    public boolean hasDiverged() {
        return Double.isNaN(value);
    }

    /** The same with one more number beside it. */
    public Reading with(String name, double number) {
        Map<String, Double> more = new LinkedHashMap<>(beside);
        more.put(name, number);
        return new Reading(value, without, more);
    }

    /** A number beside it, or itself for no name; NaN if there is none of that name. */
    public double quantity(String name) {
        return name.isEmpty() ? value : beside.getOrDefault(name, Double.NaN);
    }

    /** Null stands for what is not a number. */
    public JsonObject toJson() {
        JsonObject more = JsonObject.of(Map.of());
        beside.keySet().stream()
                .sorted()
                .forEach(name -> more.with(name, JsonFile.finite(beside.get(name))));
        return JsonObject.of("value", JsonFile.finite(value))
                .with("without", without.stream().map(JsonFile::finite).toList())
                .with("beside", more);
    }

    /** What {@link #toJson} wrote. */
    public static Reading of(Map<?, ?> json) {
        List<Double> without = new ArrayList<>();
        for (Object each : (List<?>) json.get("without")) {
            without.add(number(each));
        }
        Map<String, Double> beside = new LinkedHashMap<>();
        ((Map<?, ?>) json.get("beside")).forEach((k, v) -> beside.put((String) k, number(v)));
        return new Reading(number(json.get("value")), without, beside);
    }

    private static double number(Object value) {
        return value instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
