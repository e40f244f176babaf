package dev.eqm.run.scoring;

import dev.eqm.sample.generate.Sampling;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    public record Found(int image, double distance, int label, boolean mirrored) {}

    /** Where images come from. */
    public sealed interface From {
        /** New samples. */
        record Sampled(Sampling sampling, long seed, List<Long> labels) implements From {}

        /** Images made earlier. */
        record Given(String described) implements From {}
    }

    /** Of all images, to the nearest. */
    public double meanDistance() {
        return neighbours.stream()
                .mapToDouble(row -> row.get(0).distance())
                .average()
                .orElse(Double.NaN);
    }

    /** {@code neighbours.json}. */
    public Map<String, Object> toJson() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("searched", looked.described());
        all.put("mirroredToo", looked.mirrored());
        if (from instanceof From.Sampled made) {
            all.put("sampling", made.sampling().toString());
            all.put("seed", made.seed());
            all.put("labels", made.labels());
        } else if (from instanceof From.Given given) {
            all.put("of", given.described());
        }
        all.put(
                "neighbours",
                neighbours.stream()
                        .map(row -> row.stream().map(NeighboursReport::json).toList())
                        .toList());
        return all;
    }

    private static Map<String, Object> json(Found neighbour) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("index", neighbour.image());
        all.put("distance", neighbour.distance());
        all.put("label", neighbour.label());
        if (neighbour.mirrored()) {
            all.put("mirrored", true);
        }
        return all;
    }
}
