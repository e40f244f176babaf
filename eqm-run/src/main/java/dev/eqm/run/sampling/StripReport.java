package dev.eqm.run.sampling;

import dev.eqm.core.store.JsonObject;
import java.nio.file.Path;
import java.util.List;

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
     * @param sampling how they were made, in words
     * @param distancesToEnd of each sample at each step: root mean square difference to its last
     *     picture, pixels in [-1, 1]
     */
    public record Row(String run, String sampling, List<List<Double>> distancesToEnd) {
        private JsonObject toJson() {
            return JsonObject.of("run", run)
                    .with("sampling", sampling)
                    .with("distanceToEnd", distancesToEnd);
        }
    }

    /** {@code strip.json}. */
    public JsonObject toJson() {
        return JsonObject.of("steps", steps)
                .with("labels", labels)
                .with("seed", seed)
                .with(
                        "distanceMeans",
                        "root mean square difference from the last image, pixels in [-1, 1]")
                .with("runs", rows.stream().map(Row::toJson).toList());
    }
}
