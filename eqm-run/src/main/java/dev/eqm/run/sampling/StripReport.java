package dev.eqm.run.sampling;

import dev.eqm.sample.generate.Sampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link StripRequest} made.
 *
 * @param steps the columns
 * @param labels of the samples
 * @param rows of each sample, from above
 */
public record StripReport(
        Path picture, List<Integer> steps, List<Long> labels, long seed, List<Row> rows) {
    /**
     * One model's rows.
     *
     * @param distancesToEnd of each sample at each step: root mean square difference to its last
     *     picture, pixels in [-1, 1]
     */
    public record Row(String run, Sampling sampling, List<List<Double>> distancesToEnd) {}

    /** {@code strip.json}. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("steps", steps);
        all.put("labels", labels);
        all.put("seed", seed);
        all.put(
                "distanceMeans",
                "root mean square difference to the last picture, pixels in [-1, 1]");
        all.put("runs", rows.stream().map(StripReport::row).toList());
        return all;
    }

    private static Map<String, Object> row(Row row) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("run", row.run());
        all.put("sampling", row.sampling().toString());
        all.put("distanceToEnd", row.distancesToEnd());
        return all;
    }
}
