package dev.eqm.train.step;

import dev.eqm.models.nn.ModelArchitecture;
import java.nio.file.Path;

/** Where the state of a run outlives the process: {@code Checkpoints} writes folders. */
public interface StateStore {
    /**
     * Refuses a run that what is stored here would not describe, before its first step.
     *
     * @throws dev.eqm.core.check.BrokenRuleException naming what differs
     */
    void requireFits(ModelArchitecture network, TrainSettings settings, Recipe recipe);

    /**
     * One number of everything that {@link #write} would write of the arrays: two states whose
     * numbers differ are not the same.
     */
    long checksum(TrainState state);

    /**
     * Writes the state; when this returns it is on disk.
     *
     * @return where it lies
     */
    Path write(TrainState state);
}
