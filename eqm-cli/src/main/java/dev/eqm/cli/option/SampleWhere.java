package dev.eqm.cli.option;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.run.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which noise, computed where, written where: options of every command that samples. */
public final class SampleWhere {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the noise; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Default: samples/RUN-STEP.")
    private Path out;

    @Mixin private Computing computing;

    public long seed() {
        return seed;
    }

    public Path folder(SampleModel.Found found) {
        return out == null ? Path.of("samples").resolve(found.name()) : out;
    }

    public Device device(SampleModel.Found found) {
        return computing.device(found.config());
    }

    /** What is asked for; null: as configured. */
    public Precision precision() {
        return computing.precision();
    }

    /**
     * The folder, once it can take a report.
     *
     * @param name a file of the report, which must not be there unless it may be replaced
     */
    public Path freeFolder(SampleModel.Found found, String name, boolean overwrite) {
        Path folder = folder(found);
        Path file = folder.resolve(name);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ConfigException(folder + " is no folder; name another with --out DIR");
        }
        if (!overwrite && Files.exists(file)) {
            throw new ConfigException(
                    file
                            + " is there already; --overwrite replaces it, --out DIR writes elsewhere");
        }
        return folder;
    }
}
