package dev.eqm.cli.command.system;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;

/**
 * What bfloat16 does to an answer on a device: a wrong kernel or a missing instruction shows as a
 * large difference. Runs one small network with random weights in both precisions.
 *
 * <p>A small network is enough: it passes through the matrix products and the attention that real
 * ones use.
 *
 * <p>Weights are drawn with a deviation of 0.1 rather than initialised as for training, where the
 * last layer is zero and the answer would be the same in each precision.
 */
public record PrecisionCheck(Device device) {
    private static final SiTConfig NETWORK =
            new SiTConfig(16, 2, 3, 128, 2, 4, 4, 10, 0.1, false, false);
    private static final int BATCH = 4;

    /** ‖f − f₃₂‖ / ‖f₃₂‖ of the answers in a precision against float32. */
    public double relativeError(Precision precision) {
        float[] reference = answer(Precision.FLOAT32);
        float[] other = answer(precision);
        double difference = 0;
        double size = 0;
        for (int i = 0; i < reference.length; i++) {
            difference += Math.pow(other[i] - reference[i], 2);
            size += Math.pow(reference[i], 2);
        }
        return Math.sqrt(difference / size);
    }

    /**
     * The network's answer to fixed noise. Weights depend on the name of their tensor alone, so
     * that both precisions see the same.
     */
    private float[] answer(Precision precision) {
        Init.Normal init = new Init.Normal(0.1);
        Parameters random =
                Parameters.of(
                        device,
                        NETWORK.specs(),
                        (arena, s) -> init.draw(arena, s.shape(), s.name().hashCode() & 0xFFFF));
        try (GradMode off = GradMode.off();
                SiT network = new SiT(NETWORK, precision, random);
                Arena arena = Arena.open(device, "precision check");
                Scope scope = Scope.open();
                FieldModel.Conditioned field = network.condition(new long[BATCH])) {
            Shape batch = new Shape(BATCH).addAll(network.sampleShape());
            NDArray x = Noise.normal(arena, new long[] {1}, batch).reshape(batch);
            return field.gradient(x).toFloatArray();
        }
    }
}
