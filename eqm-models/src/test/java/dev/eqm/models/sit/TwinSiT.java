package dev.eqm.models.sit;

import static dev.eqm.models.sit.TwinWeights.modulate;
import static dev.eqm.models.sit.TwinWeights.norm;
import static dev.eqm.models.sit.TwinWeights.part;
import static dev.eqm.models.sit.TwinWeights.silu;

import java.util.Arrays;

/** {@link SiT} in plain Java, double, one sample: what is around the blocks, and the whole. */
record TwinSiT(SiTConfig config, TwinWeights weights) {
    /** image [C·H·W] -> ∇E, [C·H·W]; {@code time} counts only in a time-conditional network. */
    double[] gradient(double[] image, double time, int label) {
        double[] c = conditioning(config.timeConditional() ? time : 0, label);
        double[][] tokens = blocks(tokens(image), c);
        double[] all = unpatchify(finalTokens(tokens, c)); // learnSigma: 2C channels, C are used
        return firstChannels(all);
    }

    /** All blocks: [T][D] -> [T][D]. */
    double[][] blocks(double[][] tokens, double[] c) {
        double[][] x = tokens;
        for (int i = 0; i < config.depth(); i++) {
            String prefix = "blocks." + i + ".";
            double[] modulation = weights.linear(silu(c), prefix + "adaLN_modulation.1");
            x = new TwinBlock(weights, prefix, config.heads()).forward(x, modulation);
        }
        return x;
    }

    /** The convolution with stride p, naively: [C·H·W] -> [T][D]. */
    double[][] patches(double[] image) {
        int p = config.patchSize();
        int size = config.imageSize();
        double[] kernel = weights.get("x_embedder.proj.weight"); // [D, C, p, p]
        double[] bias = weights.get("x_embedder.proj.bias");
        double[][] out = new double[config.tokens()][config.width()];
        for (int row = 0; row < config.grid(); row++) {
            for (int column = 0; column < config.grid(); column++) {
                for (int d = 0; d < config.width(); d++) {
                    double sum = bias[d];
                    for (int c = 0; c < config.channels(); c++) {
                        for (int i = 0; i < p; i++) {
                            for (int j = 0; j < p; j++) {
                                sum +=
                                        kernel[((d * config.channels() + c) * p + i) * p + j]
                                                * image[
                                                        (c * size + row * p + i) * size
                                                                + column * p
                                                                + j];
                            }
                        }
                    }
                    out[row * config.grid() + column][d] = sum;
                }
            }
        }
        return out;
    }

    /** Patches plus positions. */
    double[][] tokens(double[] image) {
        double[][] x = patches(image);
        double[] positions = weights.get("pos_embed");
        for (int t = 0; t < x.length; t++) {
            for (int d = 0; d < config.width(); d++) {
                x[t][d] += positions[t * config.width() + d];
            }
        }
        return x;
    }

    /** t_emb + y_emb, [D]. */
    double[] conditioning(double time, int label) {
        double[] c = time(time);
        double[] table = weights.get("y_embedder.embedding_table.weight");
        for (int d = 0; d < c.length; d++) {
            c[d] += table[label * c.length + d];
        }
        return c;
    }

    /** mlp.2(silu(mlp.0(sinusoid(t)))), [D]. */
    double[] time(double t) {
        double[] hidden = silu(weights.linear(sinusoid(t, 256), "t_embedder.mlp.0"));
        return weights.linear(hidden, "t_embedder.mlp.2");
    }

    /**
     * cos(t·10000^(−k/half)) for k below half = width/2, then the sines; an odd width ends in 0.
     */
    static double[] sinusoid(double t, int width) {
        int half = width / 2;
        double[] out = new double[width];
        for (int k = 0; k < half; k++) {
            double angle = t * Math.pow(10000, -k / (double) half);
            out[k] = Math.cos(angle);
            out[half + k] = Math.sin(angle);
        }
        return out;
    }

    /** The last layer: [T][D] -> [T][p·p·outChannels]. */
    double[][] finalTokens(double[][] x, double[] c) {
        double[] modulation = weights.linear(silu(c), "final_layer.adaLN_modulation.1");
        double[][] h = modulate(norm(x), part(modulation, 0, 2), part(modulation, 1, 2));
        return weights.linear(h, "final_layer.linear");
    }

    /** Token t, entry (i, j, channel) -> pixel (row of t · p + i, column of t · p + j). */
    double[] unpatchify(double[][] tokens) {
        int p = config.patchSize();
        int size = config.imageSize();
        int channels = config.outChannels();
        double[] image = new double[channels * size * size];
        for (int t = 0; t < tokens.length; t++) {
            int top = t / config.grid() * p;
            int left = t % config.grid() * p;
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    for (int c = 0; c < channels; c++) {
                        image[(c * size + top + i) * size + left + j] =
                                tokens[t][(i * p + j) * channels + c];
                    }
                }
            }
        }
        return image;
    }

    private double[] firstChannels(double[] image) {
        int kept = config.channels() * config.imageSize() * config.imageSize();
        return Arrays.copyOf(image, kept);
    }
}
