package dev.eqm.train.checkpoint;

import dev.eqm.core.loss.Loss;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.train.step.TrainSettings;

/**
 * What must stay the same for a run to be resumed exactly.
 *
 * @param architecture of the network
 * @param seed of everything random
 * @param batchSize images a step, which with the step gives the place in the data
 * @param loss the objective, schedule included, as text
 */
public record RunIdentity(ModelArchitecture architecture, long seed, int batchSize, String loss) {
    /** That of a run with these settings. */
    public static RunIdentity of(
            ModelArchitecture architecture, TrainSettings settings, Loss loss) {
        return new RunIdentity(
                architecture, settings.seed(), settings.batchSize(), loss.toString());
    }
}
