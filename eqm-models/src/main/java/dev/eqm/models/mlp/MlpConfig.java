package dev.eqm.models.mlp;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireWithin;
import static dev.eqm.models.nn.ParameterSpec.layer;
import static dev.eqm.models.nn.ParameterSpec.trained;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.Init;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The architecture: h = W φ(x) + y(label) [+ τ(γ)], then h ← h + Wᵢ silu(h) for each layer, then ∇E
 * = W silu(h). φ is x with Fourier features; a fresh network answers exactly 0.
 *
 * <p>φ takes S = C·H·W numbers to S·(1 + 2·frequencies): the numbers, all sines, all cosines. τ(γ)
 * is a linear layer of γ, its sines and its cosines. No norms: a state's scale reaches the answer.
 *
 * @param imageSize H = W of the state; 1 for points
 * @param channels C of the state; 2 for points in the plane
 * @param width D
 * @param depth hidden layers
 * @param frequencies sines and cosines of 2ʲπx, j below this, that join x as inputs; 0 for x alone,
 *     which is what extrapolates
 * @param classes number of labels; one more row of the table is the null label
 * @param labelDropout probability of the null label in training
 * @param timeConditional true: the network sees γ (Flow Matching)
 */
public record MlpConfig(
        int imageSize,
        int channels,
        int width,
        int depth,
        int frequencies,
        int classes,
        double labelDropout,
        boolean timeConditional)
        implements ModelArchitecture {
    /** What model files call it. */
    public static final String KIND = "mlp";

    /** Frequencies of γ: the fastest goes around four times in [0, 1]. */
    static final int TIME_FREQUENCIES = 4;

    private static final Init ZEROS = new Init.Zeros();
    private static final Init XAVIER = new Init.XavierUniform();
    private static final int MOST_NUMBERS = 4096;
    private static final int WIDEST = 16_384;

    /**
     * @throws IllegalArgumentException for numbers outside of what the parameters say
     */
    public MlpConfig {
        require(imageSize >= 1, "imageSize must be at least 1, got %s", imageSize);
        require(
                channels >= 1 && (double) channels * imageSize * imageSize <= MOST_NUMBERS,
                "channels times imageSize² must lie in [1, %s], since an "
                        + "MLP is meant for small states; got %s channels",
                MOST_NUMBERS,
                channels);
        requireWithin("width", width, 1, WIDEST);
        requireWithin("depth", depth, 1, 1000);
        requireWithin("frequencies", frequencies, 0, 16);
        require(
                classes >= 1 && (classes + 1.0) * width < 1L << 29,
                "classes must be at least 1 and their table below 2^29 numbers, got %s",
                classes);
        requireWithin("labelDropout", labelDropout, 0, 1);
    }

    /**
     * The architecture of these numbers.
     *
     * @throws IllegalArgumentException for numbers that are missing or break a rule
     */
    public static MlpConfig of(Hyperparameters h) {
        return new MlpConfig(
                h.integer("imageSize"),
                h.integer("channels"),
                h.integer("width"),
                h.integer("depth"),
                h.integer("frequencies"),
                h.integer("classes"),
                h.number("labelDropout"),
                h.flag("timeConditional"));
    }

    @Override
    public Hyperparameters hyperparameters() {
        return new Hyperparameters(KIND)
                .with("imageSize", imageSize)
                .with("channels", channels)
                .with("width", width)
                .with("depth", depth)
                .with("frequencies", frequencies)
                .with("classes", classes)
                .with("labelDropout", labelDropout)
                .with("timeConditional", timeConditional);
    }

    /**
     * The label table [classes + 1, D], τ, the input layer [D, inputs], hidden layers [D, D], the
     * last layer [S, D], which starts at zero; each linear layer is a weight [out, in] and a bias.
     */
    @Override
    public List<ParameterSpec> specs() {
        List<ParameterSpec> all = new ArrayList<>();
        Init table = new Init.Normal(0.02);
        all.add(trained("y_embedder.embedding_table.weight", table, classes + 1, width));
        if (timeConditional) {
            all.addAll(layer("t_embedder", XAVIER, ZEROS, width, 1 + 2 * TIME_FREQUENCIES));
        }
        all.addAll(layer("x_embedder", XAVIER, ZEROS, width, inputs()));
        for (int i = 0; i < depth; i++) {
            all.addAll(layer("layers." + i, XAVIER, ZEROS, width, width));
        }
        all.addAll(layer("final_layer", ZEROS, ZEROS, numbers(), width));
        return all;
    }

    /** S = C·H·W, the numbers of a state. */
    public int numbers() {
        return channels * imageSize * imageSize;
    }

    /** Inputs of the first layer. */
    public int inputs() {
        return numbers() * (1 + 2 * frequencies);
    }

    @Override
    public Mlp build(Precision precision, Parameters parameters) {
        return new Mlp(this, precision, parameters);
    }

    @Override
    public Shape sampleShape() {
        return new Shape(channels, imageSize, imageSize);
    }

    /** Matrix products alone; the Fourier features are not counted. */
    @Override
    public Map<String, Long> macs() {
        Map<String, Long> parts = new LinkedHashMap<>();
        parts.put("input", (long) inputs() * width);
        parts.put("time", timeConditional ? (1L + 2 * TIME_FREQUENCIES) * width : 0);
        parts.put("layers", (long) depth * width * width);
        parts.put("final_linear", (long) width * numbers());
        return parts;
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("input", "%dx%dx%d".formatted(channels, imageSize, imageSize));
        all.put("mlp", "width %d, depth %d, %d frequencies".formatted(width, depth, frequencies));
        all.put(
                "conditioning",
                "%d classes, label dropout %s, time input %s"
                        .formatted(classes, labelDropout, timeConditional));
        return all;
    }
}
