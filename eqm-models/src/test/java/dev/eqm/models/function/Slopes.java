package dev.eqm.models.function;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.eqm.core.device.Precision;
import dev.eqm.core.kernel.Autograd;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.core.memory.Arena;
import dev.eqm.core.memory.Scope;
import dev.eqm.core.testing.Garbage;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.RandomParameters;

/**
 * How far the gradient of a network by all its parameters is from finite differences, along a
 * random direction, with garbage collections between forward and backward pass.
 *
 * @param std of the states
 */
record Slopes(ModelArchitecture architecture, double std) {
    private static final int N = 3;
    private static final double STEP = 1e-3;

    /** Relative, along the direction of that number. */
    double error(int direction) {
        double slope = 0;
        try (Arena arena = Arena.cpu("states");
                Scope scope = Scope.open();
                FieldModel network = fresh();
                GradMode on = GradMode.on()) {
            NDArray loss = loss(network, arena);
            Garbage.collect();
            NDList gradients = Autograd.gradients(loss, network.parameters().trainable());
            for (int i = 0; i < gradients.size(); i++) {
                float[] g = gradients.get(i).toFloatArray();
                float[] d = direction(direction, i, g.length);
                for (int k = 0; k < g.length; k++) {
                    slope += g[k] * d[k];
                }
            }
        }
        double want = (moved(direction, STEP) - moved(direction, -STEP)) / (2 * STEP);
        return Math.abs(slope - want) / (Math.abs(want) + 0.1 * std);
    }

    private FieldModel fresh() {
        return architecture.fresh(Precision.FLOAT32, Device.cpu(), 7);
    }

    private static float[] direction(int number, int parameter, int size) {
        return RandomParameters.normal(size, 1, 100L * number + parameter);
    }

    /** Σ c·f with fixed c. */
    private NDArray loss(FieldModel network, Arena arena) {
        long[] s = architecture.sampleShape().getShape();
        int size = (int) (N * architecture.sampleShape().size());
        NDArray x = arena.of(RandomParameters.normal(size, std, 3), N, s[0], s[1], s[2]);
        NDArray c = arena.of(RandomParameters.normal(size, 1, 4), N, s[0], s[1], s[2]);
        NDArray labels = arena.of(new long[] {0, 1, 1}, N);
        return network.trainingAnswer(x, arena.zeros(N), labels, new long[N])
                .gradient()
                .mul(c)
                .sum();
    }

    private double moved(int number, double by) {
        int[] i = {0};
        try (Arena arena = Arena.cpu("states");
                FieldModel start = fresh();
                Parameters moved =
                        Parameters.of(
                                Device.cpu(),
                                architecture.specs(),
                                (home, spec) -> {
                                    float[] v = start.parameters().get(spec.name()).toFloatArray();
                                    float[] d = direction(number, i[0]++, v.length);
                                    for (int k = 0; k < v.length; k++) {
                                        v[k] += (float) (by * d[k]);
                                    }
                                    return home.of(v, spec.shape().getShape());
                                });
                FieldModel network = architecture.over(Precision.FLOAT32, moved);
                GradMode off = GradMode.off();
                Scope scope = Scope.open()) {
            return loss(network, arena).getFloat();
        }
    }
}
