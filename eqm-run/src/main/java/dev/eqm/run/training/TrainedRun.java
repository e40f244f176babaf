package dev.eqm.run.training;

import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.train.step.TrainResult;

/**
 * A run after training.
 *
 * @param folder with its checkpoints
 * @param config the run's, with nothing left to the machine
 * @param result why training ended, after how many steps: all are done, or a stop was requested
 */
public record TrainedRun(RunFolder folder, RunConfig config, TrainResult result) {
    /** The main average of its newest checkpoint, to be found and opened. */
    public ModelChoice model() {
        return ModelChoice.of(new ModelPlace.Run(folder.path()));
    }
}
