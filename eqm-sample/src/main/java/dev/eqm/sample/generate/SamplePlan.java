package dev.eqm.sample.generate;

import static dev.eqm.core.rule.Rules.require;

import dev.eqm.core.random.Seeds;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Which samples are wanted.
 *
 * @param labels given out in turn: sample i gets number i modulo their count
 * @param count how many samples
 * @param seed sample i starts from the noise of {@link Seeds#derive}(seed, i)
 * @param batchSize how many at a time; a matter of memory and speed, not of results
 */
public record SamplePlan(List<Long> labels, int count, long seed, int batchSize) {
    public SamplePlan {
        labels = List.copyOf(labels);
        require(!labels.isEmpty(), "labels must name at least one, got %s", labels);
        require(
                labels.stream().allMatch(l -> l >= 0),
                "labels must not be negative, got %s",
                labels);
        require(count >= 1, "count must be at least 1, got %s", count);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
    }

    /** How many samples the batch that starts at {@code first} has. */
    public int sizeAt(int first) {
        return Math.min(batchSize, count - first);
    }

    /** Labels of the batch that starts at {@code first}. */
    public long[] labelsAt(int first) {
        return indices(first).map(i -> labels.get((int) (i % labels.size()))).toArray();
    }

    /** Noise seeds of the batch that starts at {@code first}. */
    public long[] seedsAt(int first) {
        return indices(first).map(i -> Seeds.derive(seed, i)).toArray();
    }

    private LongStream indices(int first) {
        return LongStream.range(first, first + sizeAt(first));
    }
}
