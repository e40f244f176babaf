package dev.eqm.run.settings;

import ai.djl.Device;
import dev.eqm.core.device.Bfloat16;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.ModelArchitecture;

/**
 * What {@code precision: auto} stands for: bfloat16 where the device has instructions for it and
 * the network is wide enough to gain from them, float32 otherwise. It depends on the kind of device
 * and on the network alone, so that a configuration means the same at every start on a machine.
 *
 * @param reason in words, for people
 */
public record AutomaticPrecision(Precision precision, String reason) {
    /** Narrower networks spend their time elsewhere, and lose in rounding what they gain. */
    private static final int WIDE = 128;

    /** For a network on a device. */
    public static AutomaticPrecision of(ModelArchitecture network, Device device) {
        return of(network, Bfloat16.on(device));
    }

    static AutomaticPrecision of(ModelArchitecture network, Bfloat16 device) {
        if (!network.supports(Precision.BFLOAT16)) {
            return new AutomaticPrecision(
                    Precision.FLOAT32, "this kind of network computes only in float32");
        }
        if (!device.fast()) {
            return new AutomaticPrecision(Precision.FLOAT32, device.reason());
        }
        Object width = network.hyperparameters().values().get("width");
        return width instanceof Number n && n.intValue() < WIDE
                ? new AutomaticPrecision(
                        Precision.FLOAT32,
                        "a network of width " + n.intValue() + " is not faster in bfloat16")
                : new AutomaticPrecision(Precision.BFLOAT16, device.reason());
    }

    /** In a sentence: {@code precision auto: float32, because ...}. */
    public String told() {
        return "precision auto: " + PrecisionChoice.of(precision) + ", because " + reason;
    }
}
