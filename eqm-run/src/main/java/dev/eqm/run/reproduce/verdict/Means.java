package dev.eqm.run.reproduce.verdict;

import dev.eqm.run.reproduce.measure.Reading;
import java.util.ArrayList;
import java.util.List;

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
        double error =
                readings.stream()
                        .mapToDouble(r -> Math.sqrt(r.variance(quantity)))
                        .average()
                        .orElse(0); // as if all erred together: places may share samples
        if (!quantity.isEmpty()) {
            return Reading.of(value).with(quantity, value).withVariance(quantity, error * error);
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
        return new Reading(value, without).withVariance("", error * error);
    }
}
