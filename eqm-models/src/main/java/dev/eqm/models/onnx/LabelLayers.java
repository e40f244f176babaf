package dev.eqm.models.onnx;

import dev.eqm.core.store.TensorSource;
import java.util.Arrays;
import java.util.Map;

/**
 * The layers of a network between its labels and what they decide: silu(time + label), then a
 * linear layer. Without a time input the time is 0, so what it adds is known at export, and so are
 * all embeddings of labels.
 *
 * @param weights of the network
 * @param table name of the labels' table, [classes + 1, D]
 * @param time prefix of the MLP of the time's sinusoid
 * @param layer all layers that follow, as one of D inputs
 */
record LabelLayers(Map<String, TensorSource> weights, String table, String time, Linear layer) {
    /** silu(time + label) of every label, [classes + 1, D], summed in double. */
    float[] embedded() {
        float[] labels = weights.get(table).get().floats();
        double[] now = timeZero();
        float[] all = new float[labels.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) silu(labels[i] + now[i % now.length]);
        }
        return all;
    }

    /** MLP(sinusoid(0)): cosines of 0, which are 1, then sines of 0. */
    private double[] timeZero() {
        Linear first = Linear.of(weights, time + "0");
        double[] sinusoid = new double[first.in()];
        Arrays.fill(sinusoid, 0, sinusoid.length / 2, 1);
        double[] hidden = applied(first, sinusoid);
        Arrays.setAll(hidden, i -> silu(hidden[i]));
        return applied(Linear.of(weights, time + "2"), hidden);
    }

    private static double[] applied(Linear layer, double[] x) {
        float[] w = layer.weight().get();
        float[] b = layer.bias().get();
        double[] y = new double[layer.out()];
        for (int i = 0; i < y.length; i++) {
            double sum = b[i];
            for (int j = 0; j < x.length; j++) {
                sum += w[i * x.length + j] * x[j];
            }
            y[i] = sum;
        }
        return y;
    }

    private static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }
}
