package dev.eqm.models.nn;

import ai.djl.Device;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Parameters for tests: every array filled with normal noise, also those that start at zero, large
 * enough that each one matters.
 */
public final class RandomParameters {
    private RandomParameters() {}

    /** One array for each spec, on the CPU; a pure function of the seed and of each name. */
    public static Parameters of(List<ParameterSpec> specs, long seed) {
        return Parameters.of(
                Device.cpu(),
                specs,
                (arena, spec) -> arena.of(values(spec, seed), spec.shape().getShape()));
    }

    /** Matrices with standard deviation 1/√(columns), biases with 0.2, tables as they are. */
    public static float[] values(ParameterSpec spec, long seed) {
        if (spec.init() instanceof Init.Table table) {
            return table.values().get();
        }
        long rows = spec.shape().get(0);
        boolean bias = spec.shape().dimension() == 1;
        double std = bias ? 0.2 : Math.sqrt(rows / (double) spec.size());
        return normal((int) spec.size(), std, seed * 31 + spec.name().hashCode());
    }

    /** Normal numbers with mean 0. */
    public static float[] normal(int n, double std, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (std * random.nextGaussian());
        }
        return values;
    }
}
