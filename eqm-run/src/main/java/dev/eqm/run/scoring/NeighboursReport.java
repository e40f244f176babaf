package dev.eqm.run.scoring;

import dev.eqm.core.store.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What a {@link NeighboursRequest} found.
 *
 * @param from where the images come from whose neighbours these are
 * @param neighbours of each image, nearest first
 * @param seconds that the search took
 */
public record NeighboursReport(
        Path picture, Looked looked, From from, List<List<Found>> neighbours, double seconds) {
    /**
     * What was searched.
     *
     * @param mirrored whether mirrored images too
     * @param count vectors, mirrored ones counted
     */
    public record Looked(String described, boolean mirrored, int count) {}

    /** A neighbour; mirrored: it is the mirrored image that is near. */
    public record Found(int image, double distance, int label, boolean mirrored) {
        private JsonObject toJson() {
            return JsonObject.of("index", image)
                    .with("distance", distance)
                    .with("label", label)
                    .withIf(mirrored, "mirrored", true);
        }
    }

    /** Where images come from. */
    public sealed interface From {
        /** New samples; how they were made, in words. */
        record Sampled(String sampling, long seed, List<Long> labels) implements From {}

        /** Images made earlier. */
        record Given(String described) implements From {}
    }

    /** Of all images, to the nearest. */
    public double meanDistance() {
        DoubleStream nearest = neighbours.stream().mapToDouble(row -> row.get(0).distance());
        return nearest.average().orElse(Double.NaN);
    }

    /** {@code neighbours.json}. */
    public JsonObject toJson() {
        JsonObject all =
                JsonObject.of("searched", looked.described())
                        .with("mirroredToo", looked.mirrored());
        if (from instanceof From.Sampled made) {
            all.with("sampling", made.sampling())
                    .with("seed", made.seed())
                    .with("labels", made.labels());
        } else if (from instanceof From.Given given) {
            all.with("of", given.described());
        }
        return all.with(
                "neighbours",
                neighbours.stream().map(row -> row.stream().map(Found::toJson).toList()).toList());
    }
}
