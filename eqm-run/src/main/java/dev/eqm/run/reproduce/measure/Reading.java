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
 * @param variances what the choice of samples adds to the variance of a number that has no groups,
 *     by its name; the empty name is the value
 */
public record Reading(
        double value,
        List<Double> without,
        Map<String, Double> beside,
        Map<String, Double> variances) {
    /** How long it took: never part of what is compared with another machine. */
    public static final String SECONDS = "seconds";

    /** Network calls for a sample, guidance counted twice. */
    public static final String CALLS = "calls";

    /** The mean ‖∇E‖ in the last step. */
    public static final String NORM = "gradient norm";

    public Reading {
        without = List.copyOf(without);
        beside = Map.copyOf(beside);
        variances = Map.copyOf(variances);
    }

    /** A number of samples in groups. */
    public Reading(double value, List<Double> without) {
        this(value, without, Map.of(), Map.of());
    }

    /** A number alone. */
    public static Reading of(double value) {
        return new Reading(value, List.of());
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
        return new Reading(value, without, more, variances);
    }

    /**
     * The same with a share beside it: k of n independent samples. Its variance is Agresti and
     * Coull's, p(1 − p)/(n + 4) with p = (k + 2)/(n + 4), which is not 0 where none or all are
     * counted.
     */
    public Reading withShare(String name, double share, int of) {
        double p = (share * of + 2) / (of + 4);
        return with(name, share).withVariance(name, p * (1 - p) / (of + 4));
    }

    /**
     * The same with the variance that the choice of samples gives one of its numbers.
     *
     * @param name of the number; empty: the value, whose groups, where they vary, know better
     */
    public Reading withVariance(String name, double variance) {
        Map<String, Double> more = new LinkedHashMap<>(variances);
        more.put(name, variance);
        return new Reading(value, without, beside, more);
    }

    /** The variance of a number that has no groups; 0 where it is not known. */
    public double variance(String name) {
        return variances.getOrDefault(name, 0.0);
    }

    /** A number beside it, or itself for no name; NaN if there is none of that name. */
    public double quantity(String name) {
        return name.isEmpty() ? value : beside.getOrDefault(name, Double.NaN);
    }

    /** Null stands for what is not a number. */
    public JsonObject toJson() {
        return JsonObject.of("value", JsonFile.finite(value))
                .with("without", without.stream().map(JsonFile::finite).toList())
                .with("beside", sorted(beside))
                .with("variances", sorted(variances));
    }

    private static JsonObject sorted(Map<String, Double> numbers) {
        JsonObject all = JsonObject.of(Map.of());
        numbers.keySet().stream()
                .sorted()
                .forEach(name -> all.with(name, JsonFile.finite(numbers.get(name))));
        return all;
    }

    /** What {@link #toJson} wrote. */
    public static Reading of(Map<?, ?> json) {
        List<Double> without = new ArrayList<>();
        for (Object each : (List<?>) json.get("without")) {
            without.add(number(each));
        }
        return new Reading(
                number(json.get("value")),
                without,
                numbers(json.get("beside")),
                numbers(json.get("variances")));
    }

    private static Map<String, Double> numbers(Object json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> all) {
            all.forEach((name, number) -> numbers.put((String) name, number(number)));
        }
        return numbers;
    }

    private static double number(Object value) {
        return value instanceof Number n ? n.doubleValue() : Double.NaN;
    }
}
