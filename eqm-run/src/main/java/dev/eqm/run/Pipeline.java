package dev.eqm.run;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.Picture;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.sampling.KnownPixels;
import dev.eqm.run.sampling.OpenRun;
import dev.eqm.sample.generate.Classes;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.guidance.Composition;
import dev.eqm.sample.session.Cancellation;
import dev.eqm.sample.session.GenerationSession;
import dev.eqm.sample.session.RunningRequests;
import dev.eqm.sample.session.SessionSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A trained model: one line to open it, one to sample it:
 *
 * <pre>{@code
 * try (Pipeline eqm = Pipeline.open(Path.of("runs/fashion-mnist"))) {
 *     List<Picture> pictures = eqm.generate("Bag, Sneaker, 0-3", 16, seed);
 *     pictures.get(0).write(Path.of("bag.png"));
 * }
 * }</pre>
 *
 * <p>Configuration, names of classes, autoencoder and way of sampling are those of the run around
 * the weights; {@link #from} lays other choices over them.
 *
 * <p><b>Labels</b> are written as on the command line: numbers, ranges and names, such as {@code
 * Bag, 0-3}; {@code all}; {@code balanced}; {@code random}. They are given out in turn, so {@code
 * "Bag, 7"} for four samples means Bag, 7, Bag, 7. {@link #NULL} asks for the unconditional field.
 *
 * <p><b>States</b> are what the network sees, [C, H, W] flattened into an array each: pixels in
 * [-1, 1], or the scaled latents of an autoencoder. Pictures must have the size and the channels of
 * the model's own; they are turned into states, by the encoder if there is one.
 *
 * <p><b>Threads.</b> Any number of threads may use a pipeline at once, each with arrays of its own:
 * what one gets does not depend on the others. They share the processor; {@link #session} adds
 * timeouts and pictures on the way. A thread that is interrupted, by {@code Future.cancel(true)}
 * for instance, ends its call with a {@link java.util.concurrent.CancellationException}: sampling
 * before the network is evaluated again, energies, gradients and scores before the next batch. It
 * stays interrupted, and the memory of the call is free.
 *
 * <p>Other errors: {@link BrokenRuleException} for what the model cannot be asked, {@link
 * dev.eqm.sample.output.DivergedException} for states that are no pictures any more, {@link
 * IllegalStateException} once the pipeline is closed.
 */
public final class Pipeline implements AutoCloseable {
    /** The label of the unconditional field, of models that were trained with label dropout. */
    public static final String NULL = "null";

    private final OpenRun run;
    private final PictureStates states;
    private final PipelineSamples samples;
    private final PipelineLandscape landscape;
    private final RunningRequests running = new RunningRequests("pipeline");
    private final Map<Object, GenerationSession> sessions = new HashMap<>(); // guarded by itself

    /** Over a model that the pipeline closes with itself. */
    Pipeline(OpenRun run) {
        this.run = run;
        this.states = new PictureStates(run);
        this.samples = new PipelineSamples(run, states);
        this.landscape = new PipelineLandscape(run, samples);
    }

    /**
     * Opens a model as its run is configured.
     *
     * @param path a run (its newest whole checkpoint), a checkpoint folder, or a model file
     *     (.safetensors, or .onnx with eqm-onnx on the class path); of the first two the main
     *     average of the weights
     * @throws UsageException if there is none
     * @throws dev.eqm.models.weights.CheckpointException if it is damaged
     */
    public static Pipeline open(Path path) {
        return from(path).open();
    }

    /** The same with choices of one's own: {@code Pipeline.from(path).device("cuda").open()}. */
    public static PipelineBuilder from(Path path) {
        require(path != null, "path must name a run, a checkpoint or a model file, got %s", "null");
        boolean isThere =
                Files.isRegularFile(path)
                        || Files.exists(path.resolve("config.yaml"))
                        || Files.exists(path.resolve("state.json"));
        if (!isThere) {
            throw new UsageException(
                    path.toAbsolutePath()
                            + ": no run (config.yaml), checkpoint (state.json) or model file "
                            + "found; give the folder of a run, such as runs/fashion-mnist");
        }
        return from(ModelChoice.of(path));
    }

    /** The same for weights that are found otherwise, such as the newest run's. */
    public static PipelineBuilder from(ModelChoice model) {
        requireGiven("model", model);
        return PipelineBuilder.of(model);
    }

    /** What can be asked for, by number and by name. */
    public Classes classes() {
        return run.model().classes();
    }

    /** The shape of a state: of a picture, or of a latent. */
    public ImageShape shape() {
        return run.shape();
    }

    /** How samples are made. */
    public Sampling sampling() {
        return run.sampling();
    }

    /** Which weights these are, with the configuration of their run. */
    public FoundModel model() {
        return run.setup().model();
    }

    /** The network itself, for research code; the pipeline closes it. */
    public FieldModel network() {
        return run.network();
    }

    /**
     * Pictures from noise. They are those of {@code eqm sample --labels LABELS --count COUNT --seed
     * SEED}, byte for byte: picture i depends on the seed, on i and on its label alone.
     *
     * @param labels given out in turn
     * @param count how many pictures
     */
    public List<Picture> generate(String labels, int count, long seed) {
        return during(() -> samples.generate(labels, count, seed));
    }

    /** The same before they become pictures: [count][C·H·W]. For points and latents too. */
    public float[][] states(String labels, int count, long seed) {
        return during(() -> samples.states(labels, count, seed));
    }

    /**
     * Puts pictures under noise, x = γ·picture + (1 − γ)·ε, and samples from there (Figure 10 of
     * the paper).
     *
     * @param gamma in [0, 1]: 0 is all noise; 1 starts at the pictures as they are, to be used on
     *     ones that are noisy already
     * @param labels given out to the pictures in turn
     */
    public List<Picture> denoise(List<Picture> pictures, double gamma, String labels, long seed) {
        return during(() -> samples.denoise(pictures, gamma, labels, seed));
    }

    /**
     * Fills what is hidden of pictures; the rest stays as it is, bit for bit. During the first half
     * of the steps known pixels come from noise to the picture.
     *
     * @param hidden {@code left}, {@code right}, {@code top}, {@code bottom}, {@code center}, or
     *     the path of a picture that is white where pixels are hidden
     * @param labels given out to the pictures in turn
     */
    public List<Picture> inpaint(List<Picture> pictures, String hidden, String labels, long seed) {
        return during(
                () ->
                        samples.inpaint(
                                pictures, KnownPixels.of("hidden", hidden, shape()), labels, seed));
    }

    /**
     * The same for any mask.
     *
     * @param hidden [H][W] of {@link #shape}; true: hidden, to be filled; false: known, stays
     */
    public List<Picture> inpaint(
            List<Picture> pictures, boolean[][] hidden, String labels, long seed) {
        ImageShape s = shape();
        float[] known = new float[s.elementCount()];
        require(hidden != null, "hidden must be a mask of [H][W], got %s", "null");
        require(
                hidden.length == s.height(),
                "hidden must have %s rows, got %s",
                s.height(),
                hidden.length);
        for (int y = 0; y < hidden.length; y++) {
            boolean[] row = hidden[y];
            require(
                    row != null && row.length == s.width(),
                    "hidden must have %s numbers per row, row %s has %s",
                    s.width(),
                    y,
                    row == null ? "none (null)" : row.length);
        }
        for (int i = 0; i < known.length; i++) {
            known[i] = hidden[i / s.width() % s.height()][i % s.width()] ? 0 : 1;
        }
        return during(() -> samples.inpaint(pictures, known, labels, seed));
    }

    /**
     * Samples of several classes in one: down the unconditional field plus cfg·Σ w·(conditional −
     * unconditional), as {@code eqm compose} does (Figure 11 of the paper); cfg is the guidance
     * scale.
     *
     * @param weights name or number of a class -> w, negative ones too
     */
    public List<Picture> compose(Map<String, Double> weights, int count, long seed) {
        require(
                weights != null && !weights.isEmpty(),
                "weights must name at least one class, got %s; generate(Pipeline.NULL, ...) samples"
                        + " the unconditional field",
                weights);
        weights.forEach(
                (label, w) -> require(w != null, "weights must be numbers, got %s=null", label));
        Map<Long, Double> byLabel = new TreeMap<>(); // a sum in one order, whatever the map's
        weights.forEach((label, w) -> byLabel.merge(classes().label(label), w, Double::sum));
        Composition around =
                Composition.aroundNull(
                        List.copyOf(byLabel.keySet()),
                        List.copyOf(byLabel.values()),
                        sampling().cfg());
        return compose(around, count, seed);
    }

    /** Samples of any weighted sum of conditional fields, such as {@link Composition#sum}. */
    public List<Picture> compose(Composition composition, int count, long seed) {
        requireGiven("composition", composition);
        return during(() -> samples.compose(composition, count, seed));
    }

    /** {@link #energy(float[][], String)} of pictures. */
    public double[] energy(List<Picture> pictures, String labels) {
        return during(() -> landscape.energies(states.of(pictures), labels));
    }

    /**
     * E of every state, without guidance: low on data. For models with an explicit energy.
     *
     * @param of N states
     * @param labels given out to the states in turn
     * @return [N]
     * @throws BrokenRuleException if the model knows its gradient alone, or sees time
     */
    public double[] energy(float[][] of, String labels) {
        return during(() -> landscape.energies(states.of(of), labels));
    }

    /** {@link #gradient(float[][], String)} of pictures. */
    public float[][] gradient(List<Picture> pictures, String labels) {
        return during(() -> landscape.gradients(states.of(pictures), labels));
    }

    /**
     * ∇E at every state, without guidance: it points from data to noise, samplers subtract it.
     *
     * @param of N states
     * @param labels given out to the states in turn
     * @return [N][C·H·W]
     * @throws BrokenRuleException if the model sees time
     */
    public float[][] gradient(float[][] of, String labels) {
        return during(() -> landscape.gradients(states.of(of), labels));
    }

    /**
     * How strange pictures are to the model: ‖∇E‖ of the unconditional landscape, which vanishes on
     * data. Higher is stranger; compare with the scores of pictures that are known to be good.
     *
     * @return one for each picture
     * @throws BrokenRuleException if the model sees time, or has no null label: name one
     */
    public double[] anomaly(List<Picture> pictures) {
        return anomaly(pictures, "gradient-norm", NULL);
    }

    /**
     * The same by another score.
     *
     * @param score of {@link dev.eqm.run.scoring.OodScores}: {@code energy}, {@code gradient-norm},
     *     {@code residual}, {@code line-integral} or {@code steps}
     * @param label whose landscape: one class for all pictures, or {@link #NULL}
     */
    public double[] anomaly(List<Picture> pictures, String score, String label) {
        return during(() -> landscape.anomalies(states.of(pictures), score, label));
    }

    /**
     * The same model for a server: requests with timeouts and cancellation, pictures on the way.
     * Requests start from the pipeline's sampling and ten minutes. Closing the session leaves the
     * pipeline open; closing the pipeline closes the session.
     */
    public GenerationSession session() {
        return session(Duration.ofMinutes(10));
    }

    /** The same with another longest time of a request. */
    public GenerationSession session(Duration timeout) {
        requireGiven("timeout", timeout);
        return during(
                () -> {
                    Object key = new Object();
                    GenerationSession session =
                            new GenerationSession(
                                    network(),
                                    run.codec(),
                                    new SessionSettings(sampling(), timeout),
                                    () -> forget(key));
                    synchronized (sessions) {
                        sessions.put(key, session);
                    }
                    return session;
                });
    }

    private void forget(Object key) {
        synchronized (sessions) {
            sessions.remove(key);
        }
    }

    private <T> T during(Supplier<T> work) {
        Cancellation call = running.enter();
        try {
            return work.get();
        } finally {
            running.leave(call);
        }
    }

    /**
     * Takes no more calls, waits for those that run, closes the sessions and frees the model.
     *
     * @throws IllegalStateException if called from within a call, which would wait for itself
     */
    @Override
    public void close() {
        if (!running.close()) {
            return;
        }
        List<GenerationSession> open;
        synchronized (sessions) {
            open = List.copyOf(sessions.values());
        }
        open.forEach(GenerationSession::close);
        run.close();
    }

    @Override
    public String toString() {
        return "Pipeline["
                + model().file()
                + ", "
                + run.model().precision()
                + ", "
                + sampling()
                + "]";
    }
}
