package dev.eqm.run.settings;

import ai.djl.Device;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.train.step.PrecisionTrial;
import java.util.Locale;

/** A {@link Precision}, or the faster one. */
public enum PrecisionChoice {
    /** Measured on the machine, for the size of the network: {@link PrecisionTrial}. */
    AUTO,
    /** {@link Precision#FLOAT32}. */
    FLOAT32,
    /** {@link Precision#BFLOAT16}. */
    BFLOAT16;

    /** What is fixed already. */
    public static PrecisionChoice of(Precision precision) {
        return valueOf(precision.name());
    }

    /**
     * The precision it stands for; {@code AUTO} takes about a second to find out.
     *
     * @param images that are computed at a time
     */
    public Precision resolve(
            ModelArchitecture architecture, int images, Lanes lanes, Device device) {
        return switch (this) {
            case FLOAT32 -> Precision.FLOAT32;
            case BFLOAT16 -> Precision.BFLOAT16;
            case AUTO -> PrecisionTrial.run(architecture.shallow(), images, lanes, device).faster();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
