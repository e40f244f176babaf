package dev.eqm.models.classifier;

import java.util.Map;

/** The network once more, in plain loops and double. */
record PlainClassifier(Map<String, float[]> weights) {
    /** 28x28 numbers to 64 features. */
    double[] features(float[] x) {
        double[][] planes = new double[1][x.length];
        for (int i = 0; i < x.length; i++) {
            planes[0][i] = x[i];
        }
        int side = 28;
        for (String name : new String[] {"conv1", "conv2", "conv3"}) {
            planes = pooled(convolved(planes, side, name), side);
            side = (side + 1) / 2;
        }
        double[] flat = new double[planes.length * side * side];
        for (int c = 0; c < planes.length; c++) {
            System.arraycopy(planes[c], 0, flat, c * side * side, side * side);
        }
        double[] features = linear(flat, "features");
        for (int i = 0; i < features.length; i++) {
            features[i] = Math.max(0, features[i]);
        }
        return features;
    }

    double[] logits(double[] features) {
        return linear(features, "logits");
    }

    private double[] linear(double[] x, String name) {
        float[] w = weights.get(name + ".weight");
        float[] b = weights.get(name + ".bias");
        double[] y = new double[b.length];
        for (int o = 0; o < y.length; o++) {
            y[o] = b[o];
            for (int i = 0; i < x.length; i++) {
                y[o] += w[o * x.length + i] * x[i];
            }
        }
        return y;
    }

    private double[][] convolved(double[][] in, int side, String name) {
        float[] w = weights.get(name + ".weight");
        float[] b = weights.get(name + ".bias");
        double[][] out = new double[b.length][side * side];
        for (int o = 0; o < b.length; o++) {
            for (int row = 0; row < side; row++) {
                for (int col = 0; col < side; col++) {
                    double sum = b[o];
                    for (int i = 0; i < in.length; i++) {
                        for (int k = 0; k < 9; k++) {
                            int r = row + k / 3 - 1;
                            int c = col + k % 3 - 1;
                            if (r >= 0 && r < side && c >= 0 && c < side) {
                                sum += w[(o * in.length + i) * 9 + k] * in[i][r * side + c];
                            }
                        }
                    }
                    out[o][row * side + col] = Math.max(0, sum);
                }
            }
        }
        return out;
    }

    private static double[][] pooled(double[][] in, int side) {
        int half = (side + 1) / 2;
        double[][] out = new double[in.length][half * half]; // nothing is below 0
        for (int i = 0; i < in.length; i++) {
            for (int at = 0; at < side * side; at++) {
                int to = at / side / 2 * half + at % side / 2;
                out[i][to] = Math.max(out[i][to], in[i][at]);
            }
        }
        return out;
    }
}
