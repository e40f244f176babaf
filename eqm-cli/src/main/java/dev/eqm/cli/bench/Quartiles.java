package dev.eqm.cli.bench;

import dev.eqm.core.store.JsonObject;
import java.util.List;

/**
 * The middle half of measured values: what else runs on the machine disturbs it least. Means and
 * deviations would follow the few rounds in which something else woke up.
 */
public record Quartiles(double lower, double median, double upper) {
    /** Of at least one value. */
    public static Quartiles of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
        return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    /** Linear between neighbours. */
    private static double at(double[] sorted, double part) {
        double place = part * (sorted.length - 1);
        int low = (int) place;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
    }

    /** In seconds, or as a ratio: as measured. */
    JsonObject json() {
        return JsonObject.of("lower", lower).with("median", median).with("upper", upper);
    }
}
