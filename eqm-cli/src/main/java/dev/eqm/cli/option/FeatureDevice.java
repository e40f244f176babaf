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

    public Device open() {
        return of(device);
    }

    /** The device of that name, with TF32 forbidden. */
    public static Device of(String name) {
        Device where = Backend.device(name);
        Tf32.use(false, where);
        return where;
    }
}
