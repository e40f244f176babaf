package dev.eqm.train.step;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.random.Noise;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import java.util.Arrays;

/**
 * Which precision trains faster here: processors without bfloat16 instructions emulate them and are
 * many times slower for it, others gain at large widths and lose at small ones.
 *
 * @param float32 seconds of a forward and backward pass, the best of some
 * @param bfloat16 the same; infinite if the network has no bfloat16
 */
public record PrecisionTrial(double float32, double bfloat16) {
    private static final int ROUNDS = 4;
    private static final int MOST_IMAGES = 16;

    /** bfloat16 must be faster by this factor: it rounds more. */
    private static final double WORTH_IT = 1.1;

    /** Measured but a moment ago: float32 unless bfloat16 saves a tenth of the time. */
    public Precision faster() {
        return bfloat16 * WORTH_IT < float32 ? Precision.BFLOAT16 : Precision.FLOAT32;
    }

    /**
     * Trains a few steps of either kind, in turn, in as many lanes as a run uses.
     *
     * @param architecture what to time: {@link ModelArchitecture#shallow} of the real one
     * @param images a step
     */
    public static PrecisionTrial run(
            ModelArchitecture architecture, int images, Lanes lanes, Device device) {
        if (!architecture.supports(Precision.BFLOAT16)) {
            return new PrecisionTrial(0, Double.POSITIVE_INFINITY);
        }
        double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        try (FieldModel model = architecture.fresh(Precision.FLOAT32, device, 0);
                FieldModel half = architecture.over(Precision.BFLOAT16, model.parameters());
                Arena arena = Arena.open(device, "precision trial");
                Scope scope = Scope.open()) {
            Examples batch =
                    batch(arena, architecture.sampleShape(), Math.min(images, MOST_IMAGES));
            for (int round = 0; round < ROUNDS; round++) {
                best[0] = Math.min(best[0], seconds(model, batch, lanes));
                best[1] = Math.min(best[1], seconds(half, batch, lanes));
            }
        }
        return new PrecisionTrial(best[0], best[1]);
    }

    private static Examples batch(Arena arena, Shape sample, int n) {
        Shape shape = new Shape(n).addAll(sample);
        float[] gamma = new float[n];
        Arrays.fill(gamma, 0.5f);
        return new Examples(
                Noise.normal(arena, new long[] {1}, shape).squeeze(0),
                Noise.normal(arena, new long[] {2}, shape).squeeze(0),
                gamma,
                arena.of(new long[n], n),
                new long[n]);
    }

    private static double seconds(FieldModel model, Examples batch, Lanes lanes) {
        Loss loss = new EqmLoss(new TruncatedDecay(0.8, 4));
        long begin = System.nanoTime();
        try (Scope scope = Scope.open()) {
            LossGradient result =
                    new BatchGradient(0, loss.separable(), lanes)
                            .of(batch, some -> TrainStep.lossGradient(model, loss, false, some));
            result.gradients().head().sum().toFloatArray(); // a device that queues work has done it
        }
        return (System.nanoTime() - begin) * 1e-9;
    }
}
