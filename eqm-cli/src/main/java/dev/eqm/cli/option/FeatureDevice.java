package dev.eqm.cli.option;

import picocli.CommandLine.Option;

/**
 * {@code --device} of commands whose features are float32 everywhere, never TF32.
 *
 * <p>Of {@code stats}, {@code features train} and {@code features test}. There is no run whose
 * configuration could name a device, so the default is auto; and no {@code --precision}, because
 * scores of two machines are to be comparable.
 */
@Group(OptionGroup.MACHINE)
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
