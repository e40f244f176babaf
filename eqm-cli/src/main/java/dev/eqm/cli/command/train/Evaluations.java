package dev.eqm.cli.command.train;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.cli.console.Console;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.device.Lanes;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.models.nn.LanedModel;
import dev.eqm.run.config.ConfigException;
import dev.eqm.run.scoring.RunImages;
import dev.eqm.run.scoring.SweepScores;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.EvaluationConfig;
import dev.eqm.run.settings.FeatureChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.output.Decoded;
import dev.eqm.sample.output.Decoder;
import dev.eqm.sample.output.DivergedException;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainResult;
import dev.eqm.train.step.TrainState;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores samples of the averaged weights while training runs, and at its end. Noise and labels are
 * functions of the run's seed, so training goes on as if nobody had looked.
 *
 * <p>An evaluation comes before the checkpoint of its step: a run that is resumed there has it, one
 * that is resumed before it makes it again.
 */
public final class Evaluations implements TrainListener {
    private static final int FEATURE_BATCH = 64;

    private final RunConfig config;
    private final Console console;
    private final Lanes lanes;
    private final Device device;
    private final CodecChoice decoding;
    private final Features net;
    private final SweepScores scores;
    private final Told told;
    private long last = -1;
    private TrainState latest;

    /** Hears of every evaluation. */
    public interface Told {
        void scores(long step, Map<String, Double> scores);
    }

    private Evaluations(
            RunConfig config,
            Console console,
            Lanes lanes,
            Device device,
            Features net,
            SweepScores scores,
            Told told) {
        this.config = config;
        this.console = console;
        this.lanes = lanes;
        this.device = device;
        this.decoding = config.codec().resolved(config.model().channels());
        this.net = net;
        this.scores = scores;
        this.told = told;
    }

    /**
     * Checks, before training begins, that scores can be had.
     *
     * @param data what the run learns
     * @throws ConfigException naming the key and the rule
     */
    public static void check(RunConfig config, ImageSource data, Device device) {
        EvaluationConfig wanted = config.evaluation();
        if (!wanted.isOn()) {
            return;
        }
        CodecChoice decoding = config.codec().resolved(config.model().channels());
        ImageShape shape = data.shape();
        boolean pixels = decoding instanceof CodecChoice.Pixels;
        if (pixels && shape.channels() != 1 && shape.channels() != 3) {
            throw new ConfigException(
                    "evaluation.every: scores are of pictures of 1 or 3 channels, the data are %s: set it to 0"
                            .formatted(data.describe()));
        }
        if (!pixels) {
            decoding.requireThere();
            if (wanted.comparesWithData()) {
                throw new ConfigException(
                        "evaluation.reference: the run learns latents, which pictures cannot be compared"
                                + " with: name a file of eqm stats, made of pictures");
            }
        }
        if (pixels) {
            try (Features net = new FeatureChoice(wanted.features()).open(shape, device)) {
                requireEnough(net, wanted);
                if (!wanted.comparesWithData()) {
                    Reference reference = ReferenceFile.read(Path.of(wanted.reference()));
                    new SweepScores(net, reference, false, 0, device).requireComparable(shape);
                }
            } catch (IllegalArgumentException e) {
                throw new ConfigException("evaluation: " + e.getMessage());
            }
        }
    }

    private static void requireEnough(Features net, EvaluationConfig wanted) {
        int d = net.spec().dimensions().get(FeatureKind.POOLED);
        if (wanted.count() <= d) {
            throw new ConfigException(
                    "evaluation.count is %d, but features %s have %d numbers: their covariance needs at least %d samples"
                            .formatted(wanted.count(), net.spec().name(), d, d + 1));
        }
    }

    /** The listener; looks at all images of the reference first. */
    public static Evaluations open(
            RunConfig config,
            ImageSource data,
            Console console,
            Lanes lanes,
            Device device,
            Told told) {
        EvaluationConfig wanted = config.evaluation();
        ImageShape shape = pictures(config, device);
        Features net = new FeatureChoice(wanted.features()).open(shape, device);
        try {
            requireEnough(net, wanted);
            Reference reference =
                    wanted.comparesWithData()
                            ? new RunImages(data, List.of())
                                    .reference(net, false, FEATURE_BATCH, device)
                            : ReferenceFile.read(Path.of(wanted.reference()));
            boolean labelled = net.knows(data.classNames());
            SweepScores scores =
                    new SweepScores(net, reference, labelled, config.train().seed(), device);
            scores.requireComparable(shape);
            return new Evaluations(config, console, lanes, device, net, scores, told);
        } catch (RuntimeException e) {
            net.close();
            throw e;
        }
    }

    private static ImageShape pictures(RunConfig config, Device device) {
        CodecChoice decoding = config.codec().resolved(config.model().channels());
        Shape states = config.model().architecture().sampleShape();
        try (Codec codec = decoding.open(config.fixedPrecision(), device)) {
            return Decoder.of(codec, states).shape();
        }
    }

    @Override
    public void started(TrainState state) {
        if (state.step() > 0) {
            latest = state;
            last = state.step(); // its line was written before the checkpoint
        }
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        latest = state;
        if (state.step() % config.evaluation().every() == 0) {
            evaluate(state);
        }
    }

    @Override
    public void ended(TrainResult result) {
        if (result.reason() == TrainResult.Reason.COMPLETED
                && latest != null
                && last != latest.step()) {
            evaluate(latest);
        }
    }

    private void evaluate(TrainState state) {
        last = state.step();
        try (GradMode off = GradMode.off();
                FieldModel average =
                        config.model()
                                .architecture()
                                .over(config.fixedPrecision(), state.average());
                FeatureCollector collector = scores.collector();
                Codec codec = decoding.open(config.fixedPrecision(), device)) {
            FieldModel network = new LanedModel(average, lanes);
            Generation generation =
                    Generation.of(network.architecture(), config.sampling(), plan());
            generation.run(
                    network,
                    List.of(new Decoded(codec, network.sampleShape(), List.of(collector))));
            SweepScores.Found found = scores.of(collector);
            Map<String, Double> all = new LinkedHashMap<>();
            all.put(scores.name(), found.distance().value());
            all.put(scores.name() + " low", found.distance().low());
            all.put(scores.name() + " high", found.distance().high());
            String agree = "";
            if (!Double.isNaN(found.agreement())) {
                all.put("class agreement", found.agreement());
                agree = ", class agreement %.3f".formatted(found.agreement());
            }
            console.line(
                    "step %d  %s %.4g [%.4g, %.4g] of %d samples%s",
                    state.step(),
                    scores.name(),
                    found.distance().value(),
                    found.distance().low(),
                    found.distance().high(),
                    collector.count(),
                    agree);
            told.scores(state.step(), all);
        } catch (DivergedException e) {
            console.line("no scores at step %d: %s", state.step(), e.getMessage());
        }
    }

    private NumberedRequests plan() {
        EvaluationConfig wanted = config.evaluation();
        int classes = config.model().classes();
        long seed = config.train().seed();
        return new NumberedRequests(
                wanted.labels().equals("balanced")
                        ? Labels.balanced(classes, wanted.count())
                        : Labels.random(classes, wanted.count(), seed),
                wanted.count(),
                seed,
                config.sampling().batchSize());
    }

    @Override
    public void close() {
        net.close();
    }
}
