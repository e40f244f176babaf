package dev.eqm.run.settings;

import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.ConfigReader;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration as a user's file says it, completed by what its images tell. {@code config.yaml}
 * of a run says everything itself, and is read without them.
 *
 * @param config with every value
 * @param notes what was read off the images, in sentences for people; none if the file says all
 */
public record RunConfigFile(RunConfig config, List<String> notes) {
    public RunConfigFile {
        notes = List.copyOf(notes);
    }

    /**
     * A file, and settings over it.
     *
     * @param settings as {@code --set} takes them
     * @throws ConfigException with everything that is wrong; also if a key is left out and the
     *     images that would tell it are not there: says what to write
     */
    public static RunConfigFile read(Path yaml, List<String> settings) {
        DataSuiting suiting = new DataSuiting(yaml);
        RunConfig config =
                new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, suiting, yaml, settings);
        return new RunConfigFile(config, suiting.notes());
    }
}
