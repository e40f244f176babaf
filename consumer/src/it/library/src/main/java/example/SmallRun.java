package example;

import dev.eqm.run.RunListener;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import dev.eqm.run.training.TrainedRun;
import dev.eqm.run.training.Training;
import java.nio.file.Path;
import java.util.List;

/** A run as {@code eqm train} makes it: from a configuration to a folder with checkpoints. */
public final class SmallRun {
    private SmallRun() {}

    /** Begins the run, or goes on with it if its folder is there. */
    public static TrainedRun train(Path yaml, Path runs, int steps) {
        ConfigReader reader = new ConfigReader(RunKinds.all());
        List<String> settings = List.of("runs=" + runs, "train.steps=" + steps);
        RunConfig config = reader.read(RunConfig.DEFAULT, yaml, settings);
        return Training.of(config).run(RunListener.SILENT);
    }
}
