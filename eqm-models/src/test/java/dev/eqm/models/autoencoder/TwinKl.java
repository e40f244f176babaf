package dev.eqm.models.autoencoder;

import dev.eqm.models.nn.Parameters;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The stages of the autoencoder in plain Java and double, one image, [C, H, W]. */
record TwinKl(int c, int h, int w, double[] x) {
    private static final double EPSILON = 1e-6;

    /** All stages, one after the other. */
    static TwinKl run(List<KlStage> stages, Parameters p, int groups, TwinKl image) {
        TwinKl at = image;
        for (KlStage stage : stages) {
            at = at.stage(stage, p, groups);
        }
        return at;
    }

    TwinKl stage(KlStage stage, Parameters p, int groups) {
        String n = stage.name();
        return switch (stage.kind()) {
            case CONV3, CONV1 -> convolved(p, n, 1, stage.kind() == KlStage.Kind.CONV3 ? 1 : 0);
            case HEAD -> activated(p, n + "norm_out", groups).convolved(p, n + "out", 1, 1);
            case UPSAMPLE -> doubled().convolved(p, n, 1, 1);
            case DOWNSAMPLE -> convolved(p, n, 2, 0);
            case RESIDUAL -> {
                TwinKl y =
                        activated(p, n + ".norm1", groups)
                                .convolved(p, n + ".conv1", 1, 1)
                                .activated(p, n + ".norm2", groups)
                                .convolved(p, n + ".conv2", 1, 1);
                boolean wider = stage.in() != stage.out();
                yield y.plus(wider ? convolved(p, n + ".conv_shortcut", 1, 0) : this);
            }
            case ATTENTION -> plus(attention(p, n, groups));
        };
    }

    private static double[] weights(Parameters p, String name) {
        float[] floats = p.get(name).toFloatArray();
        double[] all = new double[floats.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = floats[i];
        }
        return all;
    }

    private double at(int channel, int row, int column) {
        boolean inside = row >= 0 && row < h && column >= 0 && column < w;
        return inside ? x[(channel * h + row) * w + column] : 0;
    }

    /** Zeros stand outside; with stride 2 the first window begins at the first pixel. */
    private TwinKl convolved(Parameters p, String name, int stride, int padding) {
        double[] k = weights(p, name + ".weight");
        double[] bias = weights(p, name + ".bias");
        int d = bias.length;
        int side = (int) Math.round(Math.sqrt(k.length / (double) (d * c)));
        int hh = h / stride;
        int ww = w / stride;
        double[] y = new double[d * hh * ww];
        for (int o = 0; o < y.length; o++) {
            int column = o % ww * stride - padding;
            int row = o / ww % hh * stride - padding;
            int out = o / (hh * ww);
            y[o] = bias[out];
            for (int i = 0; i < c * side * side; i++) {
                int channel = i / (side * side);
                y[o] +=
                        k[out * c * side * side + i]
                                * at(channel, row + i / side % side, column + i % side);
            }
        }
        return new TwinKl(d, hh, ww, y);
    }

    private TwinKl norm(Parameters p, String name, int groups) {
        double[] weight = weights(p, name + ".weight");
        double[] bias = weights(p, name + ".bias");
        int size = x.length / groups;
        double[] y = new double[x.length];
        for (int g = 0; g < groups; g++) {
            double mean = 0;
            double square = 0;
            for (int i = g * size; i < (g + 1) * size; i++) {
                mean += x[i] / size;
            }
            for (int i = g * size; i < (g + 1) * size; i++) {
                square += (x[i] - mean) * (x[i] - mean) / size;
            }
            for (int i = g * size; i < (g + 1) * size; i++) {
                int channel = i / (h * w);
                y[i] =
                        (x[i] - mean) / Math.sqrt(square + EPSILON) * weight[channel]
                                + bias[channel];
            }
        }
        return new TwinKl(c, h, w, y);
    }

    private TwinKl activated(Parameters p, String name, int groups) {
        return norm(p, name, groups).each(v -> v / (1 + Math.exp(-v)));
    }

    private TwinKl each(DoubleUnaryOperator f) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = f.applyAsDouble(y[i]);
        }
        return new TwinKl(c, h, w, y);
    }

    private TwinKl plus(TwinKl other) {
        double[] y = x.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] += other.x[i];
        }
        return new TwinKl(c, h, w, y);
    }

    private TwinKl doubled() {
        double[] y = new double[4 * x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = at(i / (4 * h * w), i / (2 * w) % (2 * h) / 2, i % (2 * w) / 2);
        }
        return new TwinKl(c, 2 * h, 2 * w, y);
    }

    private TwinKl attention(Parameters p, String name, int groups) {
        TwinKl in = norm(p, name + ".group_norm", groups);
        TwinKl q = in.convolved(p, name + ".to_q", 1, 0);
        TwinKl k = in.convolved(p, name + ".to_k", 1, 0);
        TwinKl v = in.convolved(p, name + ".to_v", 1, 0);
        int t = h * w;
        double[] y = new double[x.length];
        for (int i = 0; i < t; i++) {
            double[] weight = new double[t];
            double sum = 0;
            for (int j = 0; j < t; j++) {
                double score = 0;
                for (int d = 0; d < c; d++) {
                    score += q.x[d * t + i] * k.x[d * t + j];
                }
                weight[j] = Math.exp(score / Math.sqrt(c));
                sum += weight[j];
            }
            for (int j = 0; j < t; j++) {
                for (int d = 0; d < c; d++) {
                    y[d * t + i] += weight[j] / sum * v.x[d * t + j];
                }
            }
        }
        return new TwinKl(c, h, w, y).convolved(p, name + ".to_out.0", 1, 0);
    }
}
