package dev.eqm.cli.option;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.run.settings.RunConfig;
import picocli.CommandLine.Option;

/** {@code --device} and {@code --precision} of commands that compute with a run's model. */
public final class Computing {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda, cuda:N or auto; default: as configured.")
    private String device;

    @Option(names = "--precision", description = "float32 or bfloat16; default: as configured.")
    private Precision precision;

    /** What was asked for, else what is configured. */
    public Device device(RunConfig config) {
        return config.deviceOr(device);
    }

    /** What was asked for; null: as configured. */
    public String device() {
        return device;
    }

    /** What was asked for; null: as configured. */
    public Precision precision() {
        return precision;
    }
}
