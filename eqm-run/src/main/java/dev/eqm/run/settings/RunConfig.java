package dev.eqm.run.settings;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import ai.djl.Device;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Backend;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.device.Precision;
import dev.eqm.core.device.Tf32;
import dev.eqm.core.loss.EqmLoss;
import dev.eqm.core.loss.Loss;
import dev.eqm.core.schedule.TruncatedDecay;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.Given;
import dev.eqm.run.config.Records;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.train.checkpoint.RunIdentity;
import dev.eqm.train.optim.AdamW;
import dev.eqm.train.optim.Averages;
import dev.eqm.train.optim.ConstantRate;
import dev.eqm.train.optim.Optimizer;
import dev.eqm.train.optim.RateSchedule;
import dev.eqm.train.step.Recipe;
import dev.eqm.train.step.TrainSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Everything a run is made of. A YAML file overlays {@link #DEFAULT} ({@link #read}); programs take
 * the default or a file and change it: {@code with} and its relatives answer copies, checked like a
 * file.
 *
 * <pre>{@code
 * RunConfig config = RunConfig.DEFAULT
 *         .withName("digits")
 *         .withNetwork(new Backbone.Custom(64, 4, 4, 2, 4), images)
 *         .withSteps(2000)
 *         .with("rate.warmup=100", "train.clipNorm=1");
 * }</pre>
 *
 * @param name of the run and of its folder
 * @param runs the folder that holds run folders
 * @param device {@code cpu}, {@code cuda}, {@code cuda:1} or {@code auto}
 * @param precision of matrix products; {@code auto}: bfloat16 where the device and the width of the
 *     network suit it ({@link AutomaticPrecision}), the same at every start
 * @param tf32 true: CUDA may round the operands of float32 products and convolutions to 10 bits of
 *     fraction, faster; without effect on a CPU
 * @param lanes parts of a batch that are computed side by side, each on its share of the cores; 0:
 *     as many as suit the machine
 * @param codec what makes pictures of states; {@code auto}: Stable Diffusion's autoencoder for
 *     states of 4 channels, otherwise states are pictures
 * @param optimizer how gradients move parameters; a file that says no kind means AdamW
 * @param rate how optimizer.learningRate changes over the run
 * @param ema the averages of the parameters
 * @param evaluation scores while training runs
 * @param warmStart the run, checkpoint folder or model file whose weights the run begins with;
 *     none: fresh ones
 * @param tensorboard true: event files for TensorBoard in the run's folder
 * @param report true: {@code report.html} in the run's folder, written when training ends or stops
 */
public record RunConfig(
        String name,
        Path runs,
        String device,
        PrecisionChoice precision,
        boolean tf32,
        int lanes,
        DataConfig data,
        ModelConfig model,
        CodecChoice codec,
        Loss loss,
        Optimizer optimizer,
        RateSchedule rate,
        Averages ema,
        TrainSettings train,
        Sampling sampling,
        PreviewConfig preview,
        EvaluationConfig evaluation,
        String warmStart,
        boolean tensorboard,
        boolean report) {
    private static final String FRESH = "none";

    /**
     * The paper's recipe on the embedded images, except that the average warms up: without it a run
     * of less than 23,000 steps would be sampled from weights that are mostly the first ones.
     */
    public static final RunConfig DEFAULT =
            new RunConfig(
                    "run",
                    Path.of("runs"),
                    "auto",
                    PrecisionChoice.FLOAT32,
                    false,
                    0,
                    DataConfig.DEFAULT,
                    ModelConfig.DEFAULT,
                    new CodecChoice.Auto(),
                    new EqmLoss(new TruncatedDecay(0.8, 4)),
                    AdamW.DEFAULT,
                    new ConstantRate(0),
                    Averages.DEFAULT,
                    TrainSettings.DEFAULT,
                    Sampling.DEFAULT,
                    PreviewConfig.DEFAULT,
                    EvaluationConfig.DEFAULT,
                    FRESH,
                    true,
                    true);

    public RunConfig {
        requireGiven("name", name, "runs", runs, "device", device, "precision", precision);
        requireGiven("data", data, "model", model, "codec", codec, "loss", loss, "ema", ema);
        requireGiven("optimizer", optimizer, "rate", rate, "train", train, "sampling", sampling);
        requireGiven("preview", preview, "evaluation", evaluation, "warmStart", warmStart);
        require(
                name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}"),
                "name must be a folder name made of letters, digits, '.', '_' and '-', got %s",
                name);
        require(
                device.matches("cpu|auto|cuda(:[0-9]{1,3})?"),
                "device must be cpu, cuda, cuda:N or auto, got %s",
                device);
        require(!warmStart.isBlank(), "warmStart must be a run, a file or none, got nothing");
        require(lanes >= 0 && lanes <= 1024, "lanes must lie in [0, 1024], got %s", lanes);
        require(
                !train.recompute() || !model.energy().isExplicit(),
                "train.recompute does not work with explicit energies (model.energy), "
                        + "whose gradient is differentiated a second time: set it to false");
        require(
                !train.recompute() || model.architecture().recomputes(),
                "train.recompute needs a network of transformer blocks (SiT): set it to false");
        boolean time = model.timeConditional();
        require(
                time || loss.timeInput() != Loss.TimeInput.REQUIRED,
                "loss needs a network that takes γ as an input: set model.timeConditional to true");
        require(
                !time || loss.timeInput() != Loss.TimeInput.FORBIDDEN,
                "loss needs a network that does not take γ as an input: set model.timeConditional to false");
        int guided = sampling.guidedChannels();
        String most = "sampling.guidedChannels must be at most model.channels %s, got %s";
        require(guided <= model.channels(), most, model.channels(), guided);
        require(
                sampling.cfg() == 1 || model.labelDropout() > 0,
                "sampling.cfg must be 1 for a network without a null label (model.labelDropout 0), got %s",
                sampling.cfg());
    }

    /**
     * From here on the process computes on a device, with TF32 allowed or forbidden as configured:
     * called once, where a command begins.
     *
     * @param wanted instead of the configured device; null: none
     * @throws IllegalArgumentException for a device that is not there, or TF32 that cannot be had
     */
    public Device computeOn(String wanted) {
        Device where = Backend.device(wanted == null ? device : wanted);
        Tf32.use(tf32, where);
        return where;
    }

    /** For people: the type of operands there. */
    public String operandsOn(Device where) {
        if (!tf32) {
            return precision.toString();
        }
        String effect = where.isGpu() ? " with tf32" : " (tf32: true has an effect only on CUDA)";
        return precision + effect;
    }

    /** How many lanes the run computes in. */
    public int lanesOn(Device where) {
        return lanes == 0 ? Lanes.suiting(where) : lanes;
    }

    /**
     * The same with what depends on the machine fixed, so that a resumed run goes on as it began.
     */
    public RunConfig on(Device where, Lanes inLanes) {
        Precision found = precision.resolve(model.architecture(), where);
        PrecisionChoice fixed = PrecisionChoice.of(found);
        return Records.with(this, Map.of("precision", fixed, "lanes", inLanes.count()));
    }

    /** The same with what is left open taken from the run that it continues. */
    public RunConfig continuing(RunConfig begun) {
        PrecisionChoice fixed = precision == PrecisionChoice.AUTO ? begun.precision : precision;
        int count = lanes == 0 ? begun.lanes : lanes;
        return Records.with(
                this, Map.of("precision", fixed, "lanes", count, "warmStart", begun.warmStart));
    }

    /**
     * The precision of a configuration that leaves nothing open.
     *
     * @throws IllegalStateException if it is still {@code auto}
     */
    public Precision fixedPrecision() {
        if (precision == PrecisionChoice.AUTO) {
            throw new IllegalStateException("precision auto has not been resolved");
        }
        return Precision.valueOf(precision.name());
    }

    /** Whether the run begins with weights of another. */
    public boolean isWarmStart() {
        return !warmStart.equals(FRESH);
    }

    /** The same, beginning with the weights of a run or file. */
    public RunConfig startingFrom(String where) {
        return with("warmStart", where);
    }

    /** The same with activations computed again, or kept. */
    public RunConfig recomputing(boolean again) {
        return withTrain(train.recomputing(again));
    }

    /**
     * A configuration file over {@link #DEFAULT}, and settings over the file; what it leaves out
     * and the images tell is read off them: {@link RunConfigFile}.
     *
     * @param settings as {@code --set} takes them: {@code train.steps=500}
     * @throws ConfigException with everything that is wrong
     */
    public static RunConfig read(Path yaml, String... settings) {
        requireGiven("yaml", yaml, "settings", settings);
        return RunConfigFile.read(yaml, List.of(settings)).config();
    }

    /**
     * The same with values written as {@code --set} takes them.
     *
     * @param settings {@code model.backbone.kind=mlp}, {@code train.steps=500}
     * @throws ConfigException with everything that is wrong
     */
    public RunConfig with(String... settings) {
        requireGiven("settings", settings);
        List<Given> given = Arrays.stream(settings).map(Given::byKey).toList();
        return new ConfigReader(RunKinds.all()).readSection("", this, given);
    }

    /** Another name, and so another folder. */
    public RunConfig withName(String other) {
        return with("name", other);
    }

    /** In another folder of runs. */
    public RunConfig withRuns(Path folder) {
        return with("runs", folder);
    }

    /** On another device: {@code cpu}, {@code cuda}, {@code cuda:1} or {@code auto}. */
    public RunConfig withDevice(String other) {
        return with("device", other);
    }

    /** In another precision. */
    public RunConfig withPrecision(PrecisionChoice other) {
        return with("precision", other);
    }

    /** In so many lanes; 0: as many as suit the machine. */
    public RunConfig withLanes(int count) {
        return with("lanes", count);
    }

    /** On other images. The model stays: {@link #withNetwork} is for one that suits them. */
    public RunConfig withData(ImageData source) {
        requireGiven("source", source);
        return with("data", Records.with(data, Map.of("source", source)));
    }

    /** Another network. */
    public RunConfig withModel(ModelConfig other) {
        return with("model", other);
    }

    /**
     * A network for images: of their size, with as many channels and classes as they have; else as
     * {@link #model}.
     *
     * @param backbone its kind and size, such as {@code new Backbone.Custom(64, 4, 4, 2, 4)}
     * @param images square
     */
    public RunConfig withNetwork(Backbone backbone, ImageSource images) {
        requireGiven("backbone", backbone, "images", images);
        ImageShape shape = images.shape();
        require(
                shape.height() == shape.width(),
                "networks need square images, got %s: crop or pad them",
                shape);
        return withModel(
                new ModelConfig(
                        backbone,
                        shape.height(),
                        shape.channels(),
                        images.classes(),
                        model.labelDropout(),
                        model.learnSigma(),
                        model.timeConditional(),
                        model.energy()));
    }

    /** Another loss, with its schedule. */
    public RunConfig withLoss(Loss other) {
        return with("loss", other);
    }

    /** Another optimiser. */
    public RunConfig withOptimizer(Optimizer other) {
        return with("optimizer", other);
    }

    /** Other averages of the parameters, such as {@code Averages.of(0.999)}. */
    public RunConfig withEma(Averages other) {
        return with("ema", other);
    }

    /** Other settings of the loop. */
    public RunConfig withTrain(TrainSettings other) {
        return with("train", other);
    }

    /** So many steps in all. */
    public RunConfig withSteps(long steps) {
        return withTrain(Records.with(train, Map.of("steps", steps)));
    }

    /** So many images a step. */
    public RunConfig withBatchSize(int images) {
        return withTrain(Records.with(train, Map.of("batchSize", images)));
    }

    /** Another seed of everything random. */
    public RunConfig withSeed(long seed) {
        return withTrain(Records.with(train, Map.of("seed", seed)));
    }

    /** So many steps between checkpoints. */
    public RunConfig withCheckpointEvery(long steps) {
        return withTrain(Records.with(train, Map.of("checkpointEvery", steps)));
    }

    /** Samples made otherwise. */
    public RunConfig withSampling(Sampling other) {
        return with("sampling", other);
    }

    /** Other grids of samples while training runs. */
    public RunConfig withPreview(PreviewConfig other) {
        return with("preview", other);
    }

    private RunConfig with(String component, Object value) {
        requireGiven(component, value);
        return Records.with(this, Map.of(component, value));
    }

    /** What a resumed run must agree with its checkpoints in. */
    public RunIdentity identity() {
        return RunIdentity.of(model.architecture(), train, recipe());
    }

    /** What is optimised, and how. */
    public Recipe recipe() {
        return new Recipe(loss, optimizer, rate, ema);
    }

    /**
     * Checks that images are what the network is for, and enough for a batch.
     *
     * @throws ConfigException with the rule that is broken
     */
    public void requireFits(ImageSource data) {
        ImageShape wanted = new ImageShape(model.channels(), model.imageSize(), model.imageSize());
        if (!data.shape().equals(wanted) || data.classes() != model.classes()) {
            throw new ConfigException(
                    ("the model is configured for %s images of %s classes "
                                    + "(model.channels, imageSize, classes), but the data are %s; "
                                    + "set these keys to match the data, or remove them: then they follow from "
                                    + "the data (in a program: withNetwork(backbone, images))")
                            .formatted(wanted, model.classes(), data.describe()));
        }
        if (data.size() < train.batchSize()) {
            int n = data.size();
            throw new ConfigException(
                    ("train.batchSize is %s, but there are only %s images: %s; a "
                                    + "batch contains no image twice, so set it to at most %s")
                            .formatted(train.batchSize(), n, data.describe(), n));
        }
    }
}
