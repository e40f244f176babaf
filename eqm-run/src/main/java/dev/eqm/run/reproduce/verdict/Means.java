package dev.eqm.run.reproduce.verdict;

import dev.eqm.run.reproduce.measure.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The mean of readings of one seed at several places. */
final class Means {
    private Means() {}

    /**
     * The mean of a quantity; of the measure itself also without each group, where all know them.
     *
     * @param readings at least one
     */
    static Reading of(List<Reading> readings, String quantity) {
        double value = readings.stream().mapToDouble(r -> r.quantity(quantity)).average().orElse(0);
        if (!quantity.isEmpty()) {
            return new Reading(value, List.of(), Map.of(quantity, value));
        }
        int groups = readings.get(0).without().size();
        List<Double> without = new ArrayList<>();
        if (readings.stream().allMatch(r -> r.without().size() == groups)) {
            for (int j = 0; j < groups; j++) {
                int group = j;
                without.add(
                        readings.stream()
                                .mapToDouble(r -> r.without().get(group))
                                .average()
                                .orElse(0));
            }
        }
        return new Reading(value, without, Map.of());
    }
}
