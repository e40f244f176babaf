package dev.eqm.run.sampling;

import static dev.eqm.core.check.Check.require;

import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import java.nio.file.Path;
import java.util.List;

/**
 * Which labels, and how many samples.
 *
 * @param labels given out in turn
 * @param told how the labels were asked for: a folder of samples goes on only for the same words
 */
public record LabelChoice(List<Long> labels, int count, String told) {
    /** The spec for every class in turn. */
    public static final String ALL = "all";

    public LabelChoice {
        labels = List.copyOf(labels);
        require(count >= 1, "count must be at least 1, got %s", count);
        require(!labels.isEmpty(), "labels must contain at least one label, got %s", labels);
    }

    /**
     * Reads a spec.
     *
     * @param spec {@link #ALL} in turn, {@code balanced}: every class equally often, {@code
     *     random}: drawn from the seed, or as {@link Labels#parse} reads it
     */
    public static LabelChoice of(String spec, int count, Classes classes, long seed) {
        List<Long> labels =
                switch (spec) {
                    case ALL -> Labels.all(classes.count());
                    case "balanced" -> Labels.balanced(classes.count(), count);
                    case "random" -> Labels.random(classes.count(), count, seed);
                    default -> Labels.parse(spec, classes);
                };
        return new LabelChoice(labels, count, spec);
    }

    /** A file's labels, one a line for sample 0, 1, ... */
    public static LabelChoice listed(Path file, Classes classes) {
        List<Long> labels = Labels.read(file, classes);
        return new LabelChoice(labels, labels.size(), "as listed in " + file.getFileName());
    }

    /** The samples, from the noise of a seed. */
    public NumberedRequests from(long seed, int batchSize) {
        return new NumberedRequests(labels, count, seed, batchSize);
    }
}
