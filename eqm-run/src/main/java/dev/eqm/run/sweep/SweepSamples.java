package dev.eqm.run.sweep;

import static dev.eqm.core.check.Check.require;

import dev.eqm.sample.evaluation.statistics.GroupedMoments;
import java.util.List;

/**
 * What all settings of a sweep share.
 *
 * @param count samples of each setting, every class equally often
 * @param seed of noise and draws
 * @param batch samples at a time; {@link #CONFIGURED_BATCH}: as the run's configuration says
 * @param weights {@code ema}, {@code model} or another average of the run
 * @param settings {@code key=value}, laid over the run's sampling
 */
public record SweepSamples(int count, long seed, int batch, String weights, List<String> settings) {
    /** Two samples for each group of the jackknife. */
    public static final int LEAST = 2 * GroupedMoments.GROUPS;

    /** As the run's configuration says. */
    public static final int CONFIGURED_BATCH = 0;

    public SweepSamples {
        require(count >= LEAST, "count must be at least " + LEAST + ", got %s", count);
        require(batch >= 0, "batch must not be negative, got %s", batch);
        settings = List.copyOf(settings);
    }

    /** Samples at a time, for a run whose configuration has so many. */
    int batchOr(int configured) {
        return batch == CONFIGURED_BATCH ? configured : batch;
    }
}
