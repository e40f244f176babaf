package dev.eqm.cli.golden;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import dev.eqm.core.device.Precision;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.sit.SiT;
import dev.eqm.models.sit.SiTConfig;
import java.util.Arrays;

/**
 * The activation functions, which live inside kernels: seen through a network whose matrices are
 * identities, so that nothing else happens to a number on its way.
 *
 * <p>The numbers pass as tokens, {@value #WIDTH} a row; what fills up the last row is dropped.
 */
final class Activations implements AutoCloseable {
    private static final int WIDTH = 4;
    private static final SiTConfig CONFIG =
            new SiTConfig(1, 1, 1, WIDTH, 1, 1, 1, 1, 0, false, false);

    private final Device device;
    private final SiT identity;

    /** Loads the network of identities; whoever asked closes it. */
    Activations(Device device) {
        this.device = device;
        Parameters eyes = Parameters.of(device, CONFIG.specs(), Activations::eye);
        this.identity = new SiT(CONFIG, Precision.FLOAT32, eyes);
    }

    /** The activation of the MLP: fc2(gelu(fc1 x)) with fc1 = fc2 = 1. */
    double[] gelu(double[] x) {
        try (Arena arena = Arena.open(device, "activations");
                Scope scope = Scope.open()) {
            NDArray rows = rows(arena, x);
            NDArray y = identity.blocks().get(0).mlp(rows.expandDims(0)); // [1, rows, WIDTH]
            return Arrays.copyOf(Answers.values(y), x.length);
        }
    }

    /** The activation in front of the modulations: linear(silu(x)), whose first half is 1. */
    double[] silu(double[] x) {
        try (Arena arena = Arena.open(device, "activations");
                Scope scope = Scope.open()) {
            double[] wide = Answers.values(identity.modulations(rows(arena, x)).last());
            double[] y = new double[x.length]; // wide: [rows, 2·WIDTH]
            for (int i = 0; i < y.length; i++) {
                y[i] = wide[i / WIDTH * 2 * WIDTH + i % WIDTH];
            }
            return y;
        }
    }

    /** Numbers as [rows, WIDTH], filled up with zeros. */
    private static NDArray rows(Arena arena, double[] x) {
        int rows = (x.length + WIDTH - 1) / WIDTH;
        float[] padded = new float[rows * WIDTH];
        for (int i = 0; i < x.length; i++) {
            padded[i] = (float) x[i];
        }
        return arena.of(padded, rows, WIDTH);
    }

    /** Ones on the diagonal of a matrix, zeros elsewhere and in everything that is no matrix. */
    private static NDArray eye(Arena arena, ParameterSpec spec) {
        long[] shape = spec.shape().getShape();
        float[] values = new float[Math.toIntExact(spec.size())];
        if (shape.length == 2) {
            for (int i = 0; i < Math.min(shape[0], shape[1]); i++) {
                values[i * (int) shape[1] + i] = 1;
            }
        }
        return arena.of(values, shape);
    }

    @Override
    public void close() {
        identity.close();
    }
}
