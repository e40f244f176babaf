package dev.eqm.cli.command;

import ai.djl.Device;
import dev.eqm.core.kernel.Backend;
import dev.eqm.core.kernel.Lanes;
import dev.eqm.core.kernel.Precision;
import java.nio.file.Path;
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

    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda, cuda:N or auto; default: as configured.")
    private String device;

    @Option(names = "--precision", description = "float32 or bfloat16; default: as configured.")
    private Precision precision;

    long seed() {
        return seed;
    }

    Path folder(SampleModel.Found found) {
        return out == null ? Path.of("samples").resolve(found.name()) : out;
    }

    Device device(SampleModel.Found found) {
        return Backend.device(device == null ? found.config().device() : device);
    }

    Precision precision(SampleModel.Found found, Lanes lanes, Device on) {
        return found.precision(precision, lanes, on);
    }
}
