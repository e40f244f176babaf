package dev.eqm.run.settings;

import ai.djl.Device;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.ModelArchitecture;
import java.util.Locale;

/** A {@link Precision}, or the one that suits the device and the network. */
public enum PrecisionChoice {
    /** By the device and the width of the network: {@link AutomaticPrecision}. */
    AUTO,
    /** {@link Precision#FLOAT32}. */
    FLOAT32,
    /** {@link Precision#BFLOAT16}. */
    BFLOAT16;

    /** What is fixed already. */
    public static PrecisionChoice of(Precision precision) {
        return valueOf(precision.name());
    }

    /** The precision it stands for there. */
    public Precision resolve(ModelArchitecture architecture, Device device) {
        return switch (this) {
            case FLOAT32 -> Precision.FLOAT32;
            case BFLOAT16 -> Precision.BFLOAT16;
            case AUTO -> AutomaticPrecision.of(architecture, device).precision();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
