package dev.eqm.cli.option;

import dev.eqm.core.device.Precision;
import dev.eqm.run.pipeline.ComputeChoice;
import java.util.Locale;
import picocli.CommandLine.Option;

/**
 * {@code --device} and {@code --precision} of commands that compute with a run's model.
 *
 * <p>Shared by {@code evaluate}, {@code sweep} and, through {@link SampleWhere}, by all commands
 * that sample. A flag that is not given is {@link ComputeChoice#CONFIGURED}: the configuration of
 * the run decides, not this machine. Where {@code evaluate} scores pictures and there is no run,
 * the machine decides.
 */
@Group(OptionGroup.MACHINE)
public final class Computing {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            description = "cpu, cuda, cuda:N or auto; default: as configured.")
    private String device;

    @Option(names = "--precision", description = "float32 or bfloat16; default: as configured.")
    private Precision precision;

    /** What was asked for. */
    public ComputeChoice choice() {
        return new ComputeChoice(
                device == null ? ComputeChoice.CONFIGURED : device,
                precision == null
                        ? ComputeChoice.CONFIGURED
                        : precision.name().toLowerCase(Locale.ROOT));
    }
}
