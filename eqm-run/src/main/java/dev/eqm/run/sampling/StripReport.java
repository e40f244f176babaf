package dev.eqm.run.sampling;

import dev.eqm.core.check.Words;
import dev.eqm.core.store.JsonObject;
import dev.eqm.sample.generate.Sampling;
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
     * @param distancesToEnd of each sample at each step: root mean square difference to its last
     *     picture, pixels in [-1, 1]
     */
    public record Row(String run, Sampling sampling, List<List<Double>> distancesToEnd) {
        private JsonObject toJson() {
            return JsonObject.of("run", run)
                    .with("sampling", Words.parts(sampling))
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
