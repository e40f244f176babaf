package dev.eqm.sample.generate;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

/**
 * Consecutive samples of a run as a run of their own: sample i here is sample {@code from} + i
 * there, with its label and its noise.
 *
 * @param from a multiple of the batch size, so that batches are those of the whole run
 * @param to the one behind the last; a multiple as well, or the end of the whole run
 */
public record RequestsRange(SampleRequests all, int from, int to) implements SampleRequests {
    public RequestsRange {
        requireGiven("all", all);
        int n = all.count();
        require(from >= 0 && from < to && to <= n, "a range must lie in 0 to %s, got %s", n, from);
        int batch = all.batchSize();
        String rule = "a range must consist of whole batches of %s, got %s to %s";
        require(from % batch == 0 && (to % batch == 0 || to == n), rule, batch, from, to);
    }

    @Override
    public int count() {
        return to - from;
    }

    @Override
    public int batchSize() {
        return all.batchSize();
    }

    @Override
    public long[] labelsAt(int first) {
        return all.labelsAt(from + first);
    }

    @Override
    public long[] seedsAt(int first) {
        return all.seedsAt(from + first);
    }
}
