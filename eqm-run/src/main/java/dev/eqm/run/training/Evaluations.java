package dev.eqm.run.training;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.kernel.GradMode;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.nn.FieldModel;
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
import dev.eqm.train.step.TrainState;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Scores samples of the averaged weights. Noise and labels are functions of the run's seed, so
 * training goes on as if nobody had looked.
 */
final class Evaluations implements AtIntervals.Work {
    /** Pictures that the net sees at a time: a matter of memory, not of results. */
    private static final int FEATURE_BATCH = 64;

    private final RunContext run;
    private final RunLogs logs;
    private final Features net;
    private final SweepScores scores;

    private Evaluations(RunContext run, RunLogs logs, Features net, SweepScores scores) {
        this.run = run;
        this.logs = logs;
        this.net = net;
        this.scores = scores;
    }

    /**
     * Checks, before training begins, that scores can be had if they are wanted.
     *
     * @param data what the run learns
     * @throws ConfigException naming the key and the rule
     */
    static void requirePossible(RunConfig config, ImageSource data, Device device) {
        EvaluationConfig wanted = config.evaluation();
        if (!wanted.isOn()) {
            return;
        }
        CodecChoice decoding = decoding(config);
        if (!(decoding instanceof CodecChoice.Pixels)) {
            decoding.requireThere();
            if (wanted.comparesWithData()) {
                throw new ConfigException(
                        "evaluation.reference: the run is trained on latents, which cannot be "
                                + "compared with images: give a file made by "
                                + Setting.command("stats")
                                + " from images");
            }
            return; // what pictures look like, the autoencoder knows: it is not opened for this
        }
        ImageShape shape = data.shape();
        if (shape.channels() != 1 && shape.channels() != 3) {
            throw new ConfigException(
                    "evaluation.every: scores need images of 1 or 3 channels, but the data are %s: set it to 0"
                            .formatted(data.describe()));
        }
        try (Features net = new FeatureChoice(wanted.features()).open(shape, device)) {
            requireEnough(net, wanted);
            if (!wanted.comparesWithData()) {
                Reference reference = ReferenceFile.read(Path.of(wanted.reference()));
                new SweepScores(net, reference, false, 0, device).requireComparable(shape);
            }
        } catch (BrokenRuleException e) {
            throw new ConfigException("evaluation: " + e.getMessage());
        }
    }

    /** A covariance of D numbers has full rank only from D + 1 samples on. */
    private static void requireEnough(Features net, EvaluationConfig wanted) {
        int d = net.spec().dimensions().get(FeatureKind.POOLED);
        if (wanted.count() <= d) {
            throw new ConfigException(
                    String.format(
                            Locale.ROOT,
                            "evaluation.count is %d, but the features %s have %d "
                                    + "numbers, so their covariance needs at least %d samples",
                            wanted.count(),
                            net.spec().name(),
                            d,
                            d + 1));
        }
    }

    /** Ready to score; looks at all images of the reference first. */
    static Evaluations open(RunContext run, RunLogs logs) {
        RunConfig config = run.config();
        EvaluationConfig wanted = config.evaluation();
        ImageShape shape = pictures(run);
        Features net = new FeatureChoice(wanted.features()).open(shape, run.device());
        try {
            requireEnough(net, wanted);
            Reference reference =
                    wanted.comparesWithData()
                            ? new RunImages(run.data(), List.of())
                                    .reference(
                                            net, false, FEATURE_BATCH, run.device(), run.listener())
                            : ReferenceFile.read(Path.of(wanted.reference()));
            SweepScores scores =
                    new SweepScores(
                            net,
                            reference,
                            net.knows(run.data().classNames()),
                            config.train().seed(),
                            run.device());
            scores.requireComparable(shape);
            return new Evaluations(run, logs, net, scores);
        } catch (RuntimeException e) {
            net.close();
            throw e;
        }
    }

    private static CodecChoice decoding(RunConfig config) {
        return config.codec().resolved(config.model().channels());
    }

    /** The shape of decoded samples; the codec is opened for it and closed again. */
    private static ImageShape pictures(RunContext run) {
        Shape states = run.config().model().architecture().sampleShape();
        try (Codec codec = codec(run)) {
            return Decoder.of(codec, states).shape();
        }
    }

    private static Codec codec(RunContext run) {
        return decoding(run.config()).open(run.config().fixedPrecision(), run.device());
    }

    /** Its line was written before the checkpoint. */
    @Override
    public boolean isDone(long step) {
        return true;
    }

    @Override
    public void on(TrainState state) {
        run.listener().progressed(Double.NaN, "scores of step " + state.step());
        try (GradMode off = GradMode.off();
                FieldModel average = run.average(state);
                FeatureCollector collector = scores.collector();
                Codec codec = codec(run)) {
            Generation generation =
                    Generation.of(average.architecture(), run.config().sampling(), plan());
            generation.run(
                    average,
                    List.of(new Decoded(codec, average.sampleShape(), List.of(collector))));
            tell(state.step(), scores.of(collector), collector.count());
        } catch (DivergedException e) {
            run.listener().found("no scores at step " + state.step() + ": " + e.getMessage());
        }
    }

    /**
     * The same labels and noise at every evaluation, so that scores differ by the weights alone.
     */
    private NumberedRequests plan() {
        EvaluationConfig wanted = run.config().evaluation();
        int classes = run.config().model().classes();
        long seed = run.config().train().seed();
        return new NumberedRequests(
                wanted.labels().equals("balanced")
                        ? Labels.balanced(classes, wanted.count())
                        : Labels.random(classes, wanted.count(), seed),
                wanted.count(),
                seed,
                run.config().sampling().batchSize());
    }

    /** To the listener in a sentence, to the logs as numbers: the distance with its interval. */
    private void tell(long step, SweepScores.Found found, int samples) {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put(scores.name(), found.distance().value());
        all.put(scores.name() + " low", found.distance().low());
        all.put(scores.name() + " high", found.distance().high());
        String agree = "";
        if (!Double.isNaN(found.agreement())) {
            all.put("class agreement", found.agreement());
            agree = String.format(Locale.ROOT, ", class agreement %.3f", found.agreement());
        }
        run.listener()
                .found(
                        String.format(
                                Locale.ROOT,
                                "step %d  %s %.4g [%.4g, %.4g] for %d samples%s",
                                step,
                                scores.name(),
                                found.distance().value(),
                                found.distance().low(),
                                found.distance().high(),
                                samples,
                                agree));
        logs.scores(step, all);
    }

    @Override
    public void close() {
        net.close();
    }
}
