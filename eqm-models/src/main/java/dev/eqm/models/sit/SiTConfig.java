package dev.eqm.models.sit;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireWithin;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import dev.eqm.models.nn.WeightSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The architecture.
 *
 * @param imageSize H = W of the input (pixels or latents), a multiple of {@code patchSize}
 * @param patchSize p; the network sees (H/p)² tokens
 * @param channels C of input and answer
 * @param width D, a multiple of {@code heads} and of 4
 * @param depth number of blocks
 * @param heads K
 * @param mlpRatio hidden width of the MLP over D
 * @param classes number of labels; one more row of the table is the null label
 * @param labelDropout probability of the null label in training
 * @param learnSigma true: the last layer has 2C channels, of which the first C are used (as
 *     published)
 * @param timeConditional true for the Flow-Matching baselines: the network sees γ; false: it sees 0
 */
public record SiTConfig(
        int imageSize,
        int patchSize,
        int channels,
        int width,
        int depth,
        int heads,
        double mlpRatio,
        int classes,
        double labelDropout,
        boolean learnSigma,
        boolean timeConditional)
        implements ModelArchitecture {
    /** What model files call it. */
    public static final String KIND = "sit";

    private static final int DEEPEST = 10_000;
    private static final double LARGEST = 1L << 29; // numbers: 2 GiB of float32, what a file holds

    /**
     * @throws IllegalArgumentException for numbers outside of what the parameters say, or arrays of
     *     2^29 numbers and more
     */
    public SiTConfig {
        require(patchSize >= 1, "patchSize must be at least 1, got %s", patchSize);
        require(
                imageSize >= patchSize && imageSize % patchSize == 0,
                "imageSize must be a multiple of patchSize %s, got %s",
                patchSize,
                imageSize);
        require(channels >= 1, "channels must be at least 1, got %s", channels);
        require(heads >= 1, "heads must be at least 1, got %s", heads);
        require(
                width >= 4 && width % heads == 0 && width % 4 == 0,
                "width must be a multiple of 4 and of heads (%s), got %s",
                heads,
                width);
        requireWithin("depth", depth, 1, DEEPEST);
        require(
                mlpRatio > 0 && (int) (width * mlpRatio) >= 1 && mlpRatio < 1000,
                "mlpRatio must be below 1000 and give at least one hidden unit for width %s, got %s",
                width,
                mlpRatio);
        require(classes >= 1, "classes must be at least 1, got %s", classes);
        requireWithin("labelDropout", labelDropout, 0, 1);
        double side = imageSize / (double) patchSize; // double: judged before anything overflows
        requireFits("position table", side * side * width);
        requireFits("patch embedding", 2.0 * channels * patchSize * patchSize * width);
        requireFits("label table", (classes + 1.0) * width);
        requireFits("largest matrix", Math.max(6, mlpRatio) * width * width);
    }

    private static void requireFits(String what, double numbers) {
        require(
                numbers < LARGEST,
                "the %s would have %.0f numbers, but an array must have fewer than 2^29",
                what,
                numbers);
    }

    /** Tokens a side. */
    public int grid() {
        return imageSize / patchSize;
    }

    /** T = (H/p)², the number of tokens. */
    public int tokens() {
        return grid() * grid();
    }

    /**
     * Channels of the last layer.
     *
     * <p>DiT predicts means and variances; SiT and EqM keep the layer and drop its second half.
     */
    public int outChannels() {
        return learnSigma ? 2 * channels : channels;
    }

    /** Hidden width of the MLP. */
    public int hidden() {
        return (int) (width * mlpRatio);
    }

    /** The same network for another kind of image. */
    public SiTConfig forImages(int newSize, int newChannels, int newClasses) {
        return of(
                hyperparameters()
                        .with("imageSize", newSize)
                        .with("channels", newChannels)
                        .with("classes", newClasses));
    }

    /** The architecture of these numbers. */
    public static SiTConfig of(Hyperparameters h) {
        return new SiTConfig(
                h.integer("imageSize"),
                h.integer("patchSize"),
                h.integer("channels"),
                h.integer("width"),
                h.integer("depth"),
                h.integer("heads"),
                h.number("mlpRatio"),
                h.integer("classes"),
                h.number("labelDropout"),
                h.flag("learnSigma"),
                h.flag("timeConditional"));
    }

    @Override
    public Hyperparameters hyperparameters() {
        return new Hyperparameters(KIND)
                .with("imageSize", imageSize)
                .with("patchSize", patchSize)
                .with("channels", channels)
                .with("width", width)
                .with("depth", depth)
                .with("heads", heads)
                .with("mlpRatio", mlpRatio)
                .with("classes", classes)
                .with("labelDropout", labelDropout)
                .with("learnSigma", learnSigma)
                .with("timeConditional", timeConditional);
    }

    @Override
    public List<ParameterSpec> specs() {
        return SiTNames.of(this);
    }

    @Override
    public SiT build(Precision precision, Parameters parameters) {
        return new SiT(this, precision, parameters);
    }

    /** Without a time input, the adaLN layers stay in the source: {@link FoldedSiT}. */
    @Override
    public FieldModel forSampling(Precision precision, Device device, WeightSource source) {
        return timeConditional
                ? ModelArchitecture.super.forSampling(precision, device, source)
                : new FoldedSiT(this, precision, device, source);
    }

    @Override
    public SiT twiceDifferentiable(Precision precision, Parameters parameters) {
        return SiT.twiceDifferentiable(this, precision, parameters.borrowed());
    }

    /** One block. */
    @Override
    public SiTConfig shallow() {
        return of(hyperparameters().with("depth", 1));
    }

    @Override
    public boolean recomputes() {
        return true;
    }

    @Override
    public Shape sampleShape() {
        return new Shape(channels, imageSize, imageSize);
    }

    @Override
    public Map<String, Long> macs() {
        return SiTFlops.macs(this);
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(
                "input",
                "%dx%dx%d, patch %d, %d tokens"
                        .formatted(channels, imageSize, imageSize, patchSize, tokens()));
        all.put(
                "transformer",
                "width %d, depth %d, heads %d, MLP ratio %s"
                        .formatted(width, depth, heads, mlpRatio));
        all.put(
                "conditioning",
                "%d classes, label dropout %s, learn sigma %s, time input %s"
                        .formatted(classes, labelDropout, learnSigma, timeConditional));
        return all;
    }
}
