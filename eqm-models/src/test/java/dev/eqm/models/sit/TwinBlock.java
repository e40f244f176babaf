package dev.eqm.models.sit;

import static dev.eqm.models.sit.TwinWeights.modulate;
import static dev.eqm.models.sit.TwinWeights.norm;
import static dev.eqm.models.sit.TwinWeights.part;

/**
 * {@link SiTBlock} in plain Java, double, one sample.
 *
 * @param prefix of its parameters, {@code "blocks.0."}
 * @param heads K
 */
record TwinBlock(TwinWeights weights, String prefix, int heads) {
    /** x [T][D], modulation [6D] -> [T][D]. */
    double[][] forward(double[][] x, double[] modulation) {
        double[] shift = part(modulation, 0, 6);
        double[] scale = part(modulation, 1, 6);
        double[] gate = part(modulation, 2, 6);
        double[][] y = plusGated(x, gate, attention(modulate(norm(x), shift, scale)));
        double[] shift2 = part(modulation, 3, 6);
        double[] scale2 = part(modulation, 4, 6);
        double[] gate2 = part(modulation, 5, 6);
        return plusGated(y, gate2, mlp(modulate(norm(y), shift2, scale2)));
    }

    /** Every token asks every token: softmax(q·k/√(D/K))·v, head by head. */
    double[][] attention(double[][] x) {
        int d = x[0].length;
        int size = d / heads;
        double[][] qkv = weights.linear(x, prefix + "attn.qkv"); // [T][3D]: q, k, v
        double[][] mixed = new double[x.length][d];
        for (int head = 0; head < heads; head++) {
            int q = head * size;
            int k = d + head * size;
            int v = 2 * d + head * size;
            for (int t = 0; t < x.length; t++) {
                double[] share = new double[x.length];
                for (int s = 0; s < x.length; s++) {
                    for (int i = 0; i < size; i++) {
                        share[s] += qkv[t][q + i] * qkv[s][k + i] / Math.sqrt(size);
                    }
                }
                softmax(share);
                for (int s = 0; s < x.length; s++) {
                    for (int i = 0; i < size; i++) {
                        mixed[t][q + i] += share[s] * qkv[s][v + i];
                    }
                }
            }
        }
        return weights.linear(mixed, prefix + "attn.proj");
    }

    /** fc2(gelu(fc1(x))). */
    double[][] mlp(double[][] x) {
        double[][] hidden = weights.linear(x, prefix + "mlp.fc1");
        for (double[] row : hidden) {
            for (int i = 0; i < row.length; i++) {
                row[i] = gelu(row[i]);
            }
        }
        return weights.linear(hidden, prefix + "mlp.fc2");
    }

    /** The tanh approximation of GELU. */
    static double gelu(double u) {
        return u / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (u + 0.044715 * u * u * u)));
    }

    private static void softmax(double[] row) {
        double max = Double.NEGATIVE_INFINITY;
        for (double v : row) {
            max = Math.max(max, v);
        }
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = Math.exp(row[i] - max);
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= sum;
        }
    }

    private static double[][] plusGated(double[][] x, double[] gate, double[][] y) {
        double[][] sum = new double[x.length][gate.length];
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < gate.length; i++) {
                sum[t][i] = x[t][i] + gate[i] * y[t][i];
            }
        }
        return sum;
    }
}
