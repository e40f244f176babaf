package dev.eqm.cli.option;

import picocli.CommandLine.Option;

/** {@code --device} of commands whose features are float32 everywhere, never TF32. */
public final class FeatureDevice {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            description = "cpu, cuda, cuda:N or auto; default ${DEFAULT-VALUE}.")
    private String device;

    /** Its name. */
    public String name() {
        return device;
    }
}
