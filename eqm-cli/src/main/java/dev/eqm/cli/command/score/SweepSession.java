package dev.eqm.cli.command.score;

import ai.djl.Device;
import dev.eqm.cli.console.Console;
import dev.eqm.cli.option.FeatureOptions;
import dev.eqm.cli.option.SweepPlace;
import dev.eqm.core.data.ImageSource;
import dev.eqm.models.autoencoder.Codec;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.ModelChoice;
import dev.eqm.run.pipeline.ModelPlace;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.run.sampling.SampleProgress;
import dev.eqm.run.scoring.SweepScores;
import dev.eqm.run.settings.CodecChoice;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.sweep.SweepFile;
import dev.eqm.run.sweep.SweepPoint;
import dev.eqm.run.sweep.SweepResult;
import dev.eqm.run.sweep.SweepTables;
import dev.eqm.run.sweep.Trajectory;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.Features;
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

/** One call of {@code eqm sweep}: what is not yet known is sampled, what is known is shown. */
public final class SweepSession {
    private final Console console;
    private final RunFolder run;
    private final RunConfig config;
    private final SweepChoice choice;
    private final FeatureOptions features;
    private final SweepPlace place;
    private final Device where;
    private double workDone;
    private double workLeft;
    private long begin;

    public SweepSession(
            Console console,
            RunFolder run,
            SweepCommand.Wanted wanted,
            FeatureOptions features,
            SweepPlace place) {
        this.console = console;
        this.run = run;
        this.config = run.readConfig();
        this.choice = SweepChoice.of(run, config, wanted);
        this.features = features;
        this.place = place;
        this.where = place.computing().computeOn(config);
        choice.grid().trajectories().forEach(choice::settings); // impossible values fail now
    }

    public void run() {
        CodecChoice decoding = config.codec().resolved(config.model().channels());
        if (!(decoding instanceof CodecChoice.Pixels)) {
            throw new UsageException(
                    run.path()
                            + " learned latents, which pictures cannot be compared with: use eqm evaluate"
                            + " with --reference FILE (eqm stats makes one of pictures)");
        }
        RunImages images = RunImages.of(config.data().source());
        NumberedRequests plan =
                new NumberedRequests(
                        Labels.balanced(config.model().classes(), place.count()),
                        place.count(),
                        place.seed(),
                        place.batch(choice.base().batchSize()));
        try (Features net = features.open(images.learned().shape(), where)) {
            boolean labelled = EvaluateCommand.knows(net, images.learned().classNames());
            console.line("reference: the run's own data, %s", images.learned().describe());
            Reference reference = images.reference(net, false, features.batch(), where);
            SweepScores scores = new SweepScores(net, reference, labelled, place.seed(), where);
            SweepReport report = report(images, plan, scores);
            Path folder = place.folder(run);
            SweepFile file = file(folder.resolve("points.jsonl"), report.protocol());
            sample(plan, scores, file, report, folder);
            report.write(folder, file.all());
            console.line(
                    "%s", report.tables().markdown(report.title(), report.facts(), file.all()));
            console.line("written to %s", folder);
        }
    }

    private SweepFile file(Path path, Map<String, Object> protocol) {
        try {
            if (place.overwrite()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be replaced: " + e, e);
        }
        return SweepFile.open(path, protocol);
    }

    /** The protocol, and the distance that real images have. */
    private SweepReport report(RunImages images, NumberedRequests plan, SweepScores scores) {
        ImageSource real = images.hasHeldOut() ? images.heldOut() : images.learned();
        ImageSource some = RunImages.like(real, plan.allLabels(), place.seed());
        try (FeatureCollector collector = scores.collector()) {
            collector.addAll(some, some.size(), features.batch());
            SweepScores.Found floor = scores.of(collector);
            String of =
                    some.size()
                            + (images.hasHeldOut()
                                    ? " held-out real images"
                                    : " images that training saw (the run has no held-out ones)");
            console.line("%s of %s: %s", scores.name(), of, SweepTables.interval(floor.distance()));
            Map<String, Object> protocol = new LinkedHashMap<>();
            protocol.put("run", run.path().getFileName().toString());
            protocol.put("features", scores.spec().toJson());
            protocol.put("count", plan.count());
            protocol.put("labels", "balanced");
            protocol.put("seed", place.seed());
            protocol.put("weights", place.weights());
            protocol.put("settings", choice.base().toString());
            protocol.put(
                    "precision",
                    place.computing().hasPrecision()
                            ? place.computing().precision().toUpperCase(Locale.ROOT)
                            : "as configured");
            protocol.put("reference", scores.reference().provenance().source());
            protocol.put("referenceSha256", scores.reference().provenance().sha256());
            return new SweepReport(scores.name(), protocol, floor, of);
        }
    }

    private void sample(
            NumberedRequests plan,
            SweepScores scores,
            SweepFile file,
            SweepReport report,
            Path folder) {
        Map<Long, List<Trajectory>> byCheckpoint = new LinkedHashMap<>();
        for (Trajectory way : choice.grid().trajectories()) {
            byCheckpoint.computeIfAbsent(way.checkpoint(), c -> new ArrayList<>()).add(way);
            workLeft += work(way);
        }
        begin = System.nanoTime();
        byCheckpoint.forEach(
                (checkpoint, ways) -> {
                    Path path = choice.checkpoints().get(checkpoint);
                    FoundModel found =
                            new ModelChoice(
                                            ModelPlace.of(path),
                                            place.weights(),
                                            FollowedField.GRADIENT)
                                    .find(console);
                    String weights = EvaluationReport.hash(found.file());
                    List<Trajectory> open = new ArrayList<>();
                    for (Trajectory way : ways) {
                        List<Integer> missing =
                                way.steps().stream()
                                        .filter(s -> !file.has(way.point(s), weights))
                                        .toList();
                        workLeft -= missing.isEmpty() ? work(way) : 0;
                        if (!missing.isEmpty()) {
                            open.add(way.with(missing));
                        }
                    }
                    if (open.isEmpty()) {
                        return;
                    }
                    try (OpenModel model = OpenModel.of(found, place.computing())) {
                        for (Trajectory way : open) {
                            walk(model.network(), plan, way, weights, scores, file);
                            report.write(folder, file.all());
                        }
                    }
                });
    }

    /** In updates of a batch; guidance needs two evaluations for one. */
    private static double work(Trajectory way) {
        return way.longest() * (way.cfg() == 1 ? 1.0 : 2.0);
    }

    /** A way that leaves all bounds is walked again, less far. */
    private void walk(
            FieldModel network,
            NumberedRequests plan,
            Trajectory way,
            String weights,
            SweepScores scores,
            SweepFile file) {
        List<Integer> steps = new ArrayList<>(way.steps());
        while (!steps.isEmpty()) {
            try {
                walked(network, plan, way.with(steps), weights, scores).forEach(file::add);
                break;
            } catch (DivergedException e) {
                SweepPoint point = way.point(steps.remove(steps.size() - 1));
                file.add(SweepResult.diverged(point, weights));
                console.line("%s: diverged: %s", point.describe(), e.getMessage());
            }
        }
        workDone += work(way);
        workLeft -= work(way);
        double elapsed = (System.nanoTime() - begin) * 1e-9;
        for (SweepPoint point : way.points()) {
            SweepResult r = file.get(point, weights);
            if (!r.diverged()) {
                console.line(
                        "%s: %s %s",
                        point.describe(), scores.name(), SweepTables.interval(r.distance()));
            }
        }
        console.line(
                "%s gone, about %s left",
                Console.duration(elapsed), Console.duration(elapsed / workDone * workLeft));
    }

    private List<SweepResult> walked(
            FieldModel network,
            NumberedRequests plan,
            Trajectory way,
            String weights,
            SweepScores scores) {
        Sampling sampling = choice.settings(way);
        Generation generation = Generation.of(network.architecture(), sampling, plan);
        Map<Integer, FeatureCollector> bySteps = new LinkedHashMap<>();
        long start = System.nanoTime();
        try (Codec codec = new PixelCodec()) {
            way.steps().forEach(s -> bySteps.put(s, scores.collector()));
            generation.run(
                    network,
                    List.of(new StepCollectors(codec, network.sampleShape(), bySteps)),
                    new SampleProgress(console, generation, 0));
            double seconds = (System.nanoTime() - start) * 1e-9;
            List<SweepResult> results = new ArrayList<>();
            bySteps.forEach(
                    (steps, collector) -> {
                        SweepScores.Found found = scores.of(collector);
                        results.add(
                                new SweepResult(
                                        way.point(steps),
                                        weights,
                                        found.distance(),
                                        found.agreement(),
                                        seconds * steps / way.longest()));
                    });
            return results;
        } finally {
            bySteps.values().forEach(FeatureCollector::close);
        }
    }
}
