package dev.eqm.cli.command;

import ai.djl.Device;
import dev.eqm.core.kernel.Backend;
import dev.eqm.core.kernel.Tf32;
import picocli.CommandLine.Option;

/** {@code --device} of commands whose features are float32 everywhere, never TF32. */
final class FeatureDevice {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "cpu, cuda, cuda:N or auto; default ${DEFAULT-VALUE}.")
    private String device;

    Device open() {
        return of(device);
    }

    /** The device of that name, with TF32 forbidden. */
    static Device of(String name) {
        Device where = Backend.device(name);
        Tf32.use(false, where);
        return where;
    }
}
