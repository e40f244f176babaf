package dev.eqm.models.mlp;

import dev.eqm.models.nn.Parameters;

/** {@link Mlp} for one sample in plain Java, in double. */
record TwinMlp(MlpConfig config, Parameters parameters) {
    /** ∇E of one state. */
    double[] gradient(float[] x, double t, int label) {
        double[] h = linear("x_embedder", fourier(widened(x), config.frequencies()));
        double[] table = numbers("y_embedder.embedding_table.weight");
        for (int d = 0; d < h.length; d++) {
            h[d] += table[label * config.width() + d];
        }
        if (config.timeConditional()) {
            h = sum(h, linear("t_embedder", fourier(new double[] {t}, 4)));
        }
        for (int i = 0; i < config.depth(); i++) {
            h = sum(h, linear("layers." + i, silu(h)));
        }
        return linear("final_layer", silu(h));
    }

    private static double[] fourier(double[] x, int k) {
        double[] all = new double[x.length * (1 + 2 * k)];
        for (int s = 0; s < x.length; s++) {
            all[s] = x[s];
            for (int j = 0; j < k; j++) {
                double angle = Math.PI * Math.pow(2, j) * x[s];
                all[x.length + s * k + j] = Math.sin(angle);
                all[x.length + x.length * k + s * k + j] = Math.cos(angle);
            }
        }
        return all;
    }

    private double[] linear(String name, double[] x) {
        double[] weight = numbers(name + ".weight");
        double[] y = numbers(name + ".bias");
        for (int row = 0; row < y.length; row++) {
            for (int column = 0; column < x.length; column++) {
                y[row] += weight[row * x.length + column] * x[column];
            }
        }
        return y;
    }

    private static double[] silu(double[] h) {
        double[] y = new double[h.length];
        for (int d = 0; d < h.length; d++) {
            y[d] = h[d] / (1 + Math.exp(-h[d]));
        }
        return y;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] y = new double[a.length];
        for (int d = 0; d < a.length; d++) {
            y[d] = a[d] + b[d];
        }
        return y;
    }

    private double[] numbers(String name) {
        return widened(parameters.get(name).toFloatArray());
    }

    private static double[] widened(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }
}
