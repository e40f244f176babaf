package dev.eqm.core.data;

/** Training batches by step: {@link Batches} makes them, {@link Prefetch} makes them ahead. */
@FunctionalInterface
public interface BatchSource {
    /**
     * The batch of a step, counted from 0; a pure function of it, with fresh arrays each call.
     *
     * @throws DataException if an image cannot be read: names its file
     */
    Batch at(long step);

    /**
     * Refuses a run of another seed or batch size than these batches are made with. A source that
     * knows neither accepts every run.
     *
     * @throws dev.eqm.core.check.BrokenRuleException naming what differs
     */
    default void requireMadeWith(long seed, int batchSize) {}
}
