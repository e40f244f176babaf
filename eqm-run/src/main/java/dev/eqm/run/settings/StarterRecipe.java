package dev.eqm.run.settings;

import dev.eqm.core.data.ImageShape;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.run.config.Records;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Guidance;
import dev.eqm.sample.sampler.Nesterov;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.CosineRate;
import dev.eqm.train.optim.Muon;
import dev.eqm.train.step.TrainSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How images that nobody has trained on are learned at first: a small network and a schedule that
 * are meant to end in something recognisable after some minutes on two CPU cores, which was seen
 * for digits of 8x8 so far. {@code eqm init} writes it out, and a configuration that names nothing
 * but its data gets it.
 *
 * <p>It is a function of what the images are, not of the machine: the same data give the same
 * configuration everywhere. Every constant says where it is from; trainings stand in {@code
 * configs/RUNS.md}, "Own pictures by eqm init".
 */
public final class StarterRecipe {
    /** The largest side that pictures are cut to: 64 patches of 4x4, some minutes on a CPU. */
    public static final int LARGEST_SIDE = 32;

    /** Of the pictures so many percent may be smaller than the squares, and are enlarged. */
    public static final int SMALL_PERCENT = 10;

    /** Patches that an image is divided into, about: as many as the recipes of this folder have. */
    private static final int PATCHES = 64;

    /** Fewer patches than this leave attention nothing to do. */
    private static final int FEWEST_PATCHES = 9;

    /** Larger patches lose detail that a small network cannot bring back. */
    private static final int LARGEST_PATCH = 8;

    /** From so many images on the larger of the two networks has enough to learn from. */
    private static final int MANY = 20_000;

    /**
     * A few more updates than fashion-mnist.yaml makes, whose time is limited; more for many
     * images.
     */
    private static final long STEPS = 2000;

    private static final long STEPS_OF_MANY = 5000;

    /** With smaller batches Muon, whose cost is one for every step, takes more of the time. */
    private static final int BATCH = 64;

    /** Of fashion-mnist.yaml: 2000 steps end at a loss of 2.9, with AdamW at 0.004 at 3.25. */
    private static final Muon OPTIMIZER =
            Records.with(
                    Muon.DEFAULT,
                    Map.of(
                            "learningRate",
                            0.02,
                            "adamW",
                            Records.with(Muon.DEFAULT.adamW(), Map.of("learningRate", 0.004))));

    /** AdamW's, for points in the plane, whose network has few matrices. */
    private static final double PLANE_RATE = 0.003;

    /** Steps in which the rate rises. */
    private static final long RISE = 50;

    /**
     * Over about the last 200 steps, as in fashion-mnist.yaml; formed from the start by warm-up.
     */
    private static final Averages AVERAGE = new Averages(0.995, List.of(), true);

    /** NAG of fashion-mnist.yaml: 60 updates leave 0.005 % of the noise (eqm plan). */
    private static final Sampling SAMPLER =
            Records.with(Sampling.DEFAULT, Map.of("rule", new Nesterov(0.01, 0.3), "steps", 60));

    /** Guidance with which samples follow their labels and still differ (configs/RUNS.md). */
    private static final double GUIDANCE = 1.5;

    /** Pictures of a preview, about. */
    private static final int PREVIEW = 64;

    /** Grids and checkpoints in a run. */
    private static final int PARTS = 4;

    private StarterRecipe() {}

    /**
     * The side of squares that suits pictures: no larger than most of them are, since an enlarged
     * picture teaches nothing but blur, and divided by the patch.
     *
     * @param shortSide of the pictures, the smaller ones left aside ({@link #SMALL_PERCENT})
     */
    public static int side(int shortSide) {
        int side = Math.min(LARGEST_SIDE, shortSide);
        int unit = side >= 16 ? 4 : 2;
        return Math.max(8, side / unit * unit);
    }

    /**
     * The configuration for images.
     *
     * @param source where they are
     * @param images square
     */
    public static RunConfig of(ImageData source, ImageOutline images) {
        boolean plane = images.shape().height() == 1;
        RunConfig config =
                RunConfig.DEFAULT
                        .withPrecision(PrecisionChoice.AUTO)
                        .withData(source)
                        .withModel(model(images, backbone(images)))
                        .withOptimizer(OPTIMIZER)
                        .withEma(AVERAGE)
                        .withTrain(train(images))
                        .withSampling(sampling(images))
                        .withPreview(preview(images));
        config = Records.with(config, Map.of("rate", new CosineRate(RISE, 0)));
        return plane ? inThePlane(config) : config;
    }

    /** The network for a task that it suits. */
    private static ModelConfig model(ImageOutline images, Backbone backbone) {
        return Records.with(
                ModelConfig.DEFAULT,
                Map.of(
                        "backbone", backbone,
                        "imageSize", images.shape().height(),
                        "channels", images.shape().channels(),
                        "classes", images.classes()));
    }

    /** A transformer whose patches divide the images. */
    static Backbone backbone(ImageOutline images) {
        ImageShape shape = images.shape();
        if (shape.height() == 1) {
            return new Backbone.Perceptron(128, 3, 0); // of toy-2d.yaml
        }
        boolean many = images.count() >= MANY;
        int patch = patch(shape.height());
        if (patch == 2 || patch == 4 || patch == 8) {
            return new Backbone.Preset((many ? "Micro/" : "Nano/") + patch);
        }
        return many
                ? new Backbone.Custom(192, 6, 6, patch, 4)
                : new Backbone.Custom(128, 4, 4, patch, 4);
    }

    /**
     * The divisor of a side that makes the number of patches come nearest to {@link #PATCHES}.
     * Single pixels are patches only where nothing else divides the side: 16 patches of 2x2 are
     * enough for digits of 8x8, at a quarter of the work.
     */
    static int patch(int side) {
        return IntStream.rangeClosed(2, Math.min(side, LARGEST_PATCH))
                .filter(p -> side % p == 0)
                .filter(p -> patches(side, p) >= FEWEST_PATCHES)
                .boxed()
                .min(
                        (a, b) ->
                                Double.compare(
                                        Math.abs(Math.log(patches(side, a) / PATCHES)),
                                        Math.abs(Math.log(patches(side, b) / PATCHES))))
                .orElse(1);
    }

    private static double patches(int side, int patch) {
        double n = side / (double) patch;
        return n * n;
    }

    private static TrainSettings train(ImageOutline images) {
        long steps = images.count() >= MANY ? STEPS_OF_MANY : STEPS;
        TrainSettings all = Records.with(TrainSettings.DEFAULT, Map.of("batchSize", batch(images)));
        return lasting(all, steps);
    }

    /** A batch shows no image twice. */
    private static int batch(ImageOutline images) {
        return Math.min(BATCH, images.count());
    }

    private static TrainSettings lasting(TrainSettings settings, long steps) {
        long part = Math.max(1, steps / PARTS);
        return settings.lasting(steps, Math.max(1, Math.min(100, steps / 20)), part, 3);
    }

    /** The same recipe for another number of steps, with grids and checkpoints as often. */
    public static RunConfig lasting(RunConfig config, long steps) {
        TrainSettings train = lasting(config.train(), steps);
        PreviewConfig p = config.preview();
        long rise = Math.min(RISE, Math.max(1, steps / 10));
        return Records.with(
                config.withTrain(train)
                        .withPreview(
                                new PreviewConfig(train.checkpointEvery(), p.count(), p.columns())),
                Map.of("rate", new CosineRate(rise, 0)));
    }

    private static Sampling sampling(ImageOutline images) {
        return images.classes() > 1 ? SAMPLER.withGuidance(new Guidance(GUIDANCE, 0)) : SAMPLER;
    }

    /** Columns of one class each where there are few, so that a glance tells them apart. */
    private static PreviewConfig preview(ImageOutline images) {
        int side = (int) Math.sqrt(PREVIEW);
        int classes = images.classes() <= 2 * side ? images.classes() : side;
        int columns = classes * Math.max(1, Math.round((float) side / classes));
        int rows = Math.max(side / 2, PREVIEW / columns);
        return new PreviewConfig(
                Math.max(1, train(images).checkpointEvery()), rows * columns, columns);
    }

    /** Points in the plane: what toy-2d.yaml does with them. */
    private static RunConfig inThePlane(RunConfig config) {
        return config.withLoss(new EqmLoss(new TruncatedDecay(0.9, 1)))
                .withOptimizer(Records.with(AdamW.DEFAULT, Map.of("learningRate", PLANE_RATE)))
                .withSampling(
                        Records.with(
                                SAMPLER, Map.of("rule", new Nesterov(0.05, 0.3), "steps", 100)))
                .withModel(Records.with(config.model(), Map.of("labelDropout", 0.0)))
                .withPreview(new PreviewConfig(0, 1, 1));
    }
}
