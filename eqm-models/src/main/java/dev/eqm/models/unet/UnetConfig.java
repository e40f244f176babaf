package dev.eqm.models.unet;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireWithin;

import ai.djl.ndarray.types.Shape;
import dev.eqm.core.device.Precision;
import dev.eqm.models.nn.Hyperparameters;
import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.models.nn.ParameterSpec;
import dev.eqm.models.nn.Parameters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The U-Net of ADM (Dhariwal and Nichol 2021) as the flow_matching image example builds it:
 * residual blocks with scale-shift norms, halved by means and doubled by the nearest pixel. Table
 * 10 of the paper trains it on CIFAR-10: {@link #cifar10}.
 *
 * <p>At level l there are width·multipliers[l] channels and imageSize/2ˡ pixels a side. The
 * conditioning is 4·width wide.
 *
 * @param imageSize H = W of the state
 * @param channels C of the state
 * @param width channels before multipliers
 * @param multipliers of the width, one a level; each level after the first halves the resolution
 * @param residualBlocks a level on the way down; one more on the way up
 * @param attention downsampling factors at which every residual block is followed by attention
 * @param heads of the attention
 * @param dropout probability inside residual blocks, in training
 * @param usesLabels false: the network does not see labels, and labelDropout is 0
 * @param classes number of labels
 * @param labelDropout probability of the null label in training
 * @param timeConditional true: the network sees γ; false: its time input is fed 0
 */
public record UnetConfig(
        int imageSize,
        int channels,
        int width,
        List<Integer> multipliers,
        int residualBlocks,
        List<Integer> attention,
        int heads,
        double dropout,
        boolean usesLabels,
        int classes,
        double labelDropout,
        boolean timeConditional)
        implements ModelArchitecture {
    /** What model files call it. */
    public static final String KIND = "unet";

    private static final int GROUPS = 32;
    private static final int WIDEST = 1 << 14;

    /**
     * @throws IllegalArgumentException for numbers outside of what the parameters say
     */
    public UnetConfig {
        multipliers = List.copyOf(multipliers);
        attention = List.copyOf(attention);
        int levels = multipliers.size();
        require(
                levels >= 1
                        && levels <= 10
                        && multipliers.stream().allMatch(m -> m >= 1 && m <= 64),
                "multipliers must be 1 to 10 numbers in [1, 64], got %s",
                multipliers);
        require(
                imageSize >= 1 && imageSize <= 4096 && imageSize % (1 << (levels - 1)) == 0,
                "imageSize must be a multiple of %s, so that %s levels can halve it, got %s",
                1 << (levels - 1),
                levels,
                imageSize);
        requireWithin("channels", channels, 1, 1024);
        require(
                width >= GROUPS && width % GROUPS == 0 && width <= WIDEST / 64,
                "width must be a multiple of %s (the groups of the normalisation), at most %s, got %s",
                GROUPS,
                WIDEST / 64,
                width);
        requireWithin("residualBlocks", residualBlocks, 1, 100);
        require(
                attention.stream().allMatch(a -> a >= 1 && Integer.bitCount(a) == 1),
                "attention must list downsampling factors (1, 2, 4, ...), got %s",
                attention);
        require(
                heads >= 1 && heads <= GROUPS && GROUPS % heads == 0,
                "heads must divide %s, got %s",
                GROUPS,
                heads);
        require(dropout >= 0 && dropout < 1, "dropout must lie in [0, 1), got %s", dropout);
        require(
                classes >= 1 && (classes + 1.0) * 4 * width < 1L << 29,
                "classes must be at least 1 and their table below 2^29 numbers, got %s",
                classes);
        require(
                labelDropout >= 0 && labelDropout <= 1 && (usesLabels || labelDropout == 0),
                "labelDropout must lie in [0, 1], and be 0 for a network without labels, got %s",
                labelDropout);
    }

    /** Table 10: 128 channels, multipliers 2, 2, 2, attention at 16x16, no labels. */
    public static UnetConfig cifar10(boolean timeConditional) {
        return new UnetConfig(
                32, 3, 128, List.of(2, 2, 2), 4, List.of(2), 1, 0.3, false, 10, 0, timeConditional);
    }

    /**
     * The architecture of these numbers.
     *
     * <p>Lists are text of numbers with commas between them.
     *
     * @throws IllegalArgumentException for numbers that are missing or break a rule
     */
    public static UnetConfig of(Hyperparameters h) {
        return new UnetConfig(
                h.integer("imageSize"),
                h.integer("channels"),
                h.integer("width"),
                numbers(h.text("multipliers")),
                h.integer("residualBlocks"),
                numbers(h.text("attention")),
                h.integer("heads"),
                h.number("dropout"),
                h.flag("usesLabels"),
                h.integer("classes"),
                h.number("labelDropout"),
                h.flag("timeConditional"));
    }

    private static List<Integer> numbers(String words) {
        require(
                words.matches("(\\d{1,5}(,\\d{1,5})*)?"),
                "lists must be written like 2,2,2, got %s",
                words);
        return words.isEmpty()
                ? List.of()
                : Arrays.stream(words.split(",")).map(Integer::valueOf).toList();
    }

    private static String words(List<Integer> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Override
    public Hyperparameters hyperparameters() {
        return new Hyperparameters(KIND)
                .with("imageSize", imageSize)
                .with("channels", channels)
                .with("width", width)
                .with("multipliers", words(multipliers))
                .with("residualBlocks", residualBlocks)
                .with("attention", words(attention))
                .with("heads", heads)
                .with("dropout", dropout)
                .with("usesLabels", usesLabels)
                .with("classes", classes)
                .with("labelDropout", labelDropout)
                .with("timeConditional", timeConditional);
    }

    @Override
    public List<ParameterSpec> specs() {
        return UnetNames.of(this);
    }

    @Override
    public Unet build(Precision precision, Parameters parameters) {
        return new Unet(this, precision, parameters, false);
    }

    @Override
    public Unet twiceDifferentiable(Precision precision, Parameters parameters) {
        return new Unet(this, precision, parameters.borrowed(), true);
    }

    /** One residual block a level. */
    @Override
    public UnetConfig shallow() {
        return of(hyperparameters().with("residualBlocks", 1));
    }

    @Override
    public Shape sampleShape() {
        return new Shape(channels, imageSize, imageSize);
    }

    /** D, the width of the conditioning. */
    public int conditioning() {
        return 4 * width;
    }

    /**
     * Time embedding, stem, residual blocks, scales and shifts, attention and the last convolution;
     * norms and sums are not counted.
     */
    @Override
    public Map<String, Long> macs() {
        return UnetPlan.of(this).macs(this);
    }

    @Override
    public Map<String, String> describe() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("input", "%dx%dx%d".formatted(channels, imageSize, imageSize));
        all.put(
                "unet",
                "width %d, multipliers %s, %d residual blocks, attention at %s, %d heads, dropout %s"
                        .formatted(width, multipliers, residualBlocks, attention, heads, dropout));
        all.put(
                "conditioning",
                "%s, label dropout %s, time input %s"
                        .formatted(
                                usesLabels ? classes + " classes" : "no labels",
                                labelDropout,
                                timeConditional));
        return all;
    }
}
