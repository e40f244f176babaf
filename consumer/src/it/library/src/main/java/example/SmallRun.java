package example;

import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.training.TrainedRun;
import dev.eqm.run.training.Training;
import java.nio.file.Path;

/** A run as {@code eqm train} makes it: from a configuration to a folder with checkpoints. */
public final class SmallRun {
    private SmallRun() {}

    /** Begins the run, or goes on with it if its folder is there. */
    public static TrainedRun train(Path yaml, Path runs, int steps) {
        RunConfig config = RunConfig.read(yaml, "runs=" + runs, "train.steps=" + steps);
        return Training.of(config).resume().run();
    }
}
