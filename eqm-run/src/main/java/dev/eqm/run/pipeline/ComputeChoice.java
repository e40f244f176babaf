package dev.eqm.run.pipeline;

import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.run.settings.RunConfig;
import java.util.Locale;

/**
 * Where and how precisely a run's model computes.
 *
 * @param device {@code cpu}, {@code cuda}, {@code cuda:N}, {@code auto}, or {@link #CONFIGURED}
 * @param precision {@code float32}, {@code bfloat16}, or {@link #CONFIGURED}
 */
public record ComputeChoice(String device, String precision) {
    /** As the run's configuration says. */
    public static final String CONFIGURED = "configured";

    public ComputeChoice {
        requireGiven("device", device, "precision", precision);
    }

    /** Both as configured. */
    public static final ComputeChoice AS_CONFIGURED = new ComputeChoice(CONFIGURED, CONFIGURED);

    /** From here on the process computes on that device, with TF32 as configured. */
    public Device computeOn(RunConfig config) {
        return config.computeOn(deviceOr(config.device()));
    }

    /** The device that was asked for, else another. */
    public String deviceOr(String other) {
        return device.equals(CONFIGURED) ? other : device;
    }

    /** Whether a precision was asked for. */
    public boolean hasPrecision() {
        return !precision.equals(CONFIGURED);
    }

    /** The precision of a model there. */
    public Precision precisionFor(FoundModel found, Device where) {
        return hasPrecision()
                ? Precision.valueOf(precision.toUpperCase(Locale.ROOT))
                : found.configuredPrecision(where);
    }
}
