package dev.eqm.models.sit;

import dev.eqm.core.testing.NearTo;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of a network in double, by published name, and the maths on rows that the twins
 * share. Twins are plain Java: one sample, loops, no engine.
 */
record TwinWeights(Map<String, double[]> values) {
    static TwinWeights of(Parameters parameters) {
        Map<String, double[]> all = new LinkedHashMap<>();
        for (ParameterSpec spec : parameters.specs()) {
            all.put(spec.name(), NearTo.doubles(parameters.get(spec.name())));
        }
        return new TwinWeights(all);
    }

    /** One array, row-major; changing it changes the network. */
    double[] get(String name) {
        double[] array = values.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return array;
    }

    /** x [R, I] -> [R, O]: x·weightᵀ + bias, weight [O, I] and bias [O] under {@code name}. */
    double[][] linear(double[][] x, String name) {
        double[] weight = get(name + ".weight");
        double[] bias = get(name + ".bias");
        double[][] y = new double[x.length][bias.length];
        for (int r = 0; r < x.length; r++) {
            int in = x[r].length;
            for (int o = 0; o < bias.length; o++) {
                double sum = bias[o];
                for (int i = 0; i < in; i++) {
                    sum += x[r][i] * weight[o * in + i];
                }
                y[r][o] = sum;
            }
        }
        return y;
    }

    /** {@link #linear(double[][], String)} of one row. */
    double[] linear(double[] x, String name) {
        return linear(new double[][] {x}, name)[0];
    }

    /** LayerNorm without affine parameters, ε = 1e-6: (x − mean) / √(variance + ε), each row. */
    static double[][] norm(double[][] x) {
        double[][] y = new double[x.length][];
        for (int r = 0; r < x.length; r++) {
            int d = x[r].length;
            double mean = 0;
            for (double v : x[r]) {
                mean += v / d;
            }
            double variance = 0;
            for (double v : x[r]) {
                variance += (v - mean) * (v - mean) / d;
            }
            y[r] = new double[d];
            for (int i = 0; i < d; i++) {
                y[r][i] = (x[r][i] - mean) / Math.sqrt(variance + 1e-6);
            }
        }
        return y;
    }

    /** x(1 + scale) + shift, every row alike. */
    static double[][] modulate(double[][] x, double[] shift, double[] scale) {
        double[][] y = new double[x.length][shift.length];
        for (int r = 0; r < x.length; r++) {
            for (int i = 0; i < shift.length; i++) {
                y[r][i] = x[r][i] * (1 + scale[i]) + shift[i];
            }
        }
        return y;
    }

    /** u·σ(u). */
    static double[] silu(double[] u) {
        double[] y = new double[u.length];
        for (int i = 0; i < u.length; i++) {
            y[i] = u[i] / (1 + Math.exp(-u[i]));
        }
        return y;
    }

    /** Part {@code i} of {@code n} equal parts. */
    static double[] part(double[] all, int i, int n) {
        int size = all.length / n;
        double[] part = new double[size];
        System.arraycopy(all, i * size, part, 0, size);
        return part;
    }

    /** [R·D] row-major -> [R][D]. */
    static double[][] rows(double[] flat, int d) {
        double[][] rows = new double[flat.length / d][];
        for (int r = 0; r < rows.length; r++) {
            rows[r] = part(flat, r, rows.length);
        }
        return rows;
    }

    /** [R][D] -> [R·D] row-major. */
    static double[] flat(double[][] rows) {
        double[] flat = new double[rows.length * rows[0].length];
        for (int r = 0; r < rows.length; r++) {
            System.arraycopy(rows[r], 0, flat, r * rows[r].length, rows[r].length);
        }
        return flat;
    }
}
