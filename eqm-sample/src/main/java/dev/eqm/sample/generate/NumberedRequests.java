package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.random.Seeds;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The samples of a run.
 *
 * @param labels given out in turn: sample i gets number i modulo their count
 * @param count how many samples
 * @param seed sample i starts from the noise of {@link Seeds#derive}(seed, i)
 * @param batchSize how many at a time; a matter of memory and speed, not of results
 */
public record NumberedRequests(List<Long> labels, int count, long seed, int batchSize)
        implements SampleRequests {
    public NumberedRequests {
        requireGiven("labels", labels);
        labels = List.copyOf(labels);
        require(!labels.isEmpty(), "labels must contain at least one label, got %s", labels);
        require(
                labels.stream().allMatch(l -> l >= 0),
                "labels must not be negative, got %s",
                labels);
        require(count >= 1, "count must be at least 1, got %s", count);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
    }

    @Override
    public long[] labelsAt(int first) {
        return indices(first).map(this::label).toArray();
    }

    /** Labels of all samples. */
    public long[] allLabels() {
        return LongStream.range(0, count).map(this::label).toArray();
    }

    private long label(long index) {
        return labels.get((int) (index % labels.size()));
    }

    @Override
    public long[] seedsAt(int first) {
        return indices(first).map(i -> Seeds.derive(seed, i)).toArray();
    }

    private LongStream indices(int first) {
        return LongStream.range(first, first + sizeAt(first));
    }
}
