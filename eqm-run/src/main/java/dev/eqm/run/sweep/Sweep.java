package dev.eqm.run.sweep;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.store.Sha256;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.Elapsed;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.scoring.PictureFeatures;
import dev.eqm.run.scoring.RunImages;
import dev.eqm.run.scoring.SweepScores;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.generate.Generation;
import dev.eqm.sample.generate.Labels;
import dev.eqm.sample.generate.NumberedRequests;
import dev.eqm.sample.generate.Sampling;
import dev.eqm.sample.output.DivergedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One call of a sweep: what is not yet known is sampled, what is known is shown.
 *
 * <p>Work goes checkpoint by checkpoint, so that each network is read once; within one, trajectory
 * by trajectory, each of which gives the samples of all its numbers of steps. After each of them
 * the report is written anew. All settings see the same noise and labels, so their distances differ
 * by what was changed and less by chance.
 */
public final class Sweep {
    private final SweepRequest request;
    private final RunListener listener;
    private final RunConfig config;
    private final SweepSettings settings;
    private final Device where;
    private final NumberedRequests plan;
    // in updates of one batch; what is left shrinks as results are found in the file
    private double workDone;
    private double workLeft;

    private Sweep(SweepRequest request, RunListener listener) {
        this.request = request;
        this.listener = listener;
        this.config = request.run().readConfig();
        this.settings = SweepSettings.of(config, request);
        this.where = request.compute().computeOn(config);
        SweepSamples samples = request.samples();
        List<Long> labels = Labels.balanced(config.model().classes(), samples.count());
        int batch = samples.batchOr(settings.base().batchSize());
        this.plan = new NumberedRequests(labels, samples.count(), samples.seed(), batch);
        settings.grid().trajectories().forEach(settings::of); // impossible values fail now
    }

    /**
     * Goes on until all settings are known. Results survive the process one by one; a setting that
     * diverges is one, too.
     *
     * @throws UsageException if the run's samples cannot be compared with its data, or do not
     *     descend with a constant step size
     */
    public static SweepReport run(SweepRequest request, RunListener listener) {
        return new Sweep(request, listener).run();
    }

    private SweepReport run() {
        CodecChoice decoding = config.codec().resolved(config.model().channels());
        if (!(decoding instanceof CodecChoice.Pixels)) {
            throw new UsageException(
                    request.run().path()
                            + " was trained on latents, which cannot be compared with images: use "
                            + Setting.command("evaluate")
                            + " with "
                            + Setting.of("reference", "FILE")
                            + " (made by "
                            + Setting.command("stats")
                            + " from images)");
        }
        RunImages images = RunImages.of(config.data().source());
        request.run().warnOfOtherData(images.learned(), listener);
        PictureFeatures features = request.features();
        try (Features net = features.open(images.learned().shape(), where)) {
            boolean labelled = net.knows(images.learned().classNames());
            listener.found("reference: the run's own data, " + images.learned().describe());
            Reference reference = images.reference(net, false, features.batch(), where, listener);
            SweepScores scores =
                    new SweepScores(net, reference, labelled, request.samples().seed(), where);
            SweepReport begun = begun(images, scores);
            SweepFile file = file(request.folder().resolve("points.jsonl"), begun.protocol());
            sample(scores, file, begun);
            SweepReport report = begun.with(file.all());
            report.write(request.folder());
            return report;
        }
    }

    /** The results so far; with {@code overwrite} none. */
    private SweepFile file(Path path, SweepProtocol protocol) {
        try {
            if (request.overwrite()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be replaced: " + e, e);
        }
        return SweepFile.open(path, protocol);
    }

    /** The protocol, and the distance that real images have. */
    private SweepReport begun(RunImages images, SweepScores scores) {
        ImageSource real = images.hasHeldOut() ? images.heldOut() : images.learned();
        ImageSource some = RunImages.like(real, plan.allLabels(), request.samples().seed());
        try (FeatureCollector collector = scores.collector()) {
            collector.addAll(some, some.size(), request.features().batch());
            listener.progressed(Double.NaN, "the distance of real images");
            SweepScores.Found floor = scores.of(collector);
            String which =
                    images.hasHeldOut()
                            ? " held-out real images"
                            : " training images (the run has no held-out ones)";
            String of = some.size() + which;
            listener.found(
                    scores.name() + " of " + of + ": " + SweepTables.interval(floor.distance()));
            return new SweepReport(scores.name(), protocol(scores), floor, of, List.of());
        }
    }

    /** What a file of results must agree in, so that no two sweeps are mixed. */
    private SweepProtocol protocol(SweepScores scores) {
        ComputeChoice compute = request.compute();
        String precision =
                compute.hasPrecision()
                        ? compute.precision().toUpperCase(Locale.ROOT)
                        : "as configured";
        Provenance reference = scores.reference().provenance();
        return new SweepProtocol(
                request.run().path().getFileName().toString(),
                scores.spec(),
                request.samples().count(),
                request.samples().seed(),
                request.samples().weights(),
                settings.base().toString(),
                precision,
                reference.source(),
                reference.sha256());
    }

    /** Walks all trajectories that have a setting whose result is not known. */
    private void sample(SweepScores scores, SweepFile file, SweepReport report) {
        Map<Long, List<Trajectory>> byCheckpoint = new LinkedHashMap<>();
        for (Trajectory way : settings.grid().trajectories()) {
            byCheckpoint.computeIfAbsent(way.checkpoint(), c -> new ArrayList<>()).add(way);
            workLeft += work(way);
        }
        Elapsed elapsed = new Elapsed();
        byCheckpoint.forEach(
                (checkpoint, ways) -> {
                    FoundModel found = found(checkpoint);
                    String weights = Sha256.ofFile(found.file());
                    List<Trajectory> open = unknown(ways, weights, file);
                    if (open.isEmpty()) {
                        return;
                    }
                    try (OpenModel model = OpenModel.of(found, request.compute())) {
                        for (Trajectory way : open) {
                            walk(model.network(), way, weights, scores, file);
                            tell(way, weights, scores, file, elapsed);
                            report.with(file.all()).write(request.folder());
                        }
                    }
                });
    }

    /** The asked average of a checkpoint; its gradient, whatever the energy. */
    private FoundModel found(long checkpoint) {
        ModelPlace place = ModelPlace.of(settings.checkpoints().get(checkpoint));
        return new ModelChoice(place, request.samples().weights(), FollowedField.GRADIENT)
                .find(listener);
    }

    /** Ways with those of their numbers of steps that are not yet known. */
    private List<Trajectory> unknown(List<Trajectory> ways, String weights, SweepFile file) {
        List<Trajectory> open = new ArrayList<>();
        for (Trajectory way : ways) {
            List<Integer> missing =
                    way.steps().stream().filter(s -> !file.has(way.point(s), weights)).toList();
            workLeft -= missing.isEmpty() ? work(way) : 0;
            if (!missing.isEmpty()) {
                open.add(way.with(missing));
            }
        }
        return open;
    }

    /** In updates of a batch; guidance needs two evaluations for one. */
    private static double work(Trajectory way) {
        return way.longest() * (way.cfg() == 1 ? 1.0 : 2.0);
    }

    /**
     * A way that leaves all bounds is walked again, less far: the longest of its settings is noted
     * as diverged each time, until the others can be had or none is left.
     */
    private void walk(
            FieldModel network,
            Trajectory way,
            String weights,
            SweepScores scores,
            SweepFile file) {
        List<Integer> steps = new ArrayList<>(way.steps());
        while (!steps.isEmpty()) {
            try {
                walked(network, way.with(steps), weights, scores).forEach(file::add);
                break;
            } catch (DivergedException e) {
                SweepPoint point = way.point(steps.remove(steps.size() - 1));
                file.add(SweepResult.diverged(point, weights));
                listener.found(point.describe() + ": diverged: " + e.getMessage());
            }
        }
    }

    /** Says what a trajectory gave, and how long the rest will take at the speed so far. */
    private void tell(
            Trajectory way, String weights, SweepScores scores, SweepFile file, Elapsed elapsed) {
        workDone += work(way);
        workLeft -= work(way);
        double seconds = elapsed.seconds();
        for (SweepPoint point : way.points()) {
            SweepResult r = file.get(point, weights);
            if (!r.diverged()) {
                String distance = scores.name() + " " + SweepTables.interval(r.distance());
                listener.found(point.describe() + ": " + distance);
            }
        }
        String left = Elapsed.text(seconds / workDone * workLeft);
        listener.found(Elapsed.text(seconds) + " elapsed, about " + left + " left");
    }

    /**
     * Samples once, and scores after each number of steps.
     *
     * @return a result for each; the seconds are its share of the whole way
     * @throws DivergedException if states left all bounds before the last step
     */
    private List<SweepResult> walked(
            FieldModel network, Trajectory way, String weights, SweepScores scores) {
        Sampling sampling = settings.of(way);
        Generation generation = Generation.of(network.architecture(), sampling, plan);
        Map<Integer, FeatureCollector> bySteps = new LinkedHashMap<>();
        Elapsed elapsed = new Elapsed();
        try (Codec codec = new PixelCodec()) {
            way.steps().forEach(s -> bySteps.put(s, scores.collector()));
            StepCollectors sink = new StepCollectors(codec, network.sampleShape(), bySteps);
            generation.run(network, List.of(sink), new SampleProgress(listener, generation, 0));
            double each = elapsed.seconds() / way.longest();
            List<SweepResult> results = new ArrayList<>();
            bySteps.forEach(
                    (steps, collector) -> {
                        listener.progressed(Double.NaN, "scores after %s steps".formatted(steps));
                        SweepScores.Found found = scores.of(collector);
                        results.add(
                                new SweepResult(
                                        way.point(steps),
                                        weights,
                                        found.distance(),
                                        found.agreement(),
                                        each * steps));
                    });
            return results;
        } finally {
            bySteps.values().forEach(FeatureCollector::close);
        }
    }
}
