package dev.eqm.cli.option;

import ai.djl.Device;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Tf32;
import picocli.CommandLine.Option;

/** {@code --device} of commands whose features are float32 everywhere, never TF32. */
public final class FeatureDevice {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "cpu, cuda, cuda:N or auto; default ${DEFAULT-VALUE}.")
    private String device;

    /** From here on the process computes on that device, without TF32. */
    public Device computeOn() {
        return computeOn(device);
    }

    /** The same for the device of a name. */
    public static Device computeOn(String name) {
        Device where = Backend.device(name);
        Tf32.use(false, where);
        return where;
    }
}
