package dev.eqm.train.step;

import java.nio.file.Path;

/**
 * Hears of training as it happens, on the training thread, which is not the one that asked for the
 * training and records no graph then. Close frees what it holds.
 */
public interface TrainListener extends AutoCloseable {
    /** Training begins, or goes on after {@code state.step()} steps. */
    default void started(TrainState state) {}

    /** A step is done, or was skipped: then the report is not {@link StepReport#finite}. */
    default void stepped(StepReport report, TrainState state) {}

    /** A checkpoint is complete on disk. */
    default void saved(Path checkpoint, double seconds) {}

    /** Training has ended, for whatever reason. */
    default void ended(TrainResult result) {}

    @Override
    default void close() {}
}
