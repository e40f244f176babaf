package dev.eqm.cli.command;

import ai.djl.Device;
import dev.eqm.cli.config.ConfigException;
import dev.eqm.core.kernel.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which noise, computed where, written where: options of every command that samples. */
final class SampleWhere {
    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of the noise; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Default: samples/RUN-STEP.")
    private Path out;

    @Mixin private Computing computing;

    long seed() {
        return seed;
    }

    Path folder(SampleModel.Found found) {
        return out == null ? Path.of("samples").resolve(found.name()) : out;
    }

    Device device(SampleModel.Found found) {
        return computing.device(found.config());
    }

    /** What is asked for; null: as configured. */
    Precision precision() {
        return computing.precision();
    }

    /**
     * The folder, once it can take a report.
     *
     * @param name a file of the report, which must not be there unless it may be replaced
     */
    Path freeFolder(SampleModel.Found found, String name, boolean overwrite) {
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
