package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.score.ClassScore;
import dev.eqm.sample.evaluation.score.ClassScores;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.score.Scoring;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What all evaluations share: a net, a reference, scores, a report.
 *
 * @param source of the pictures, in words
 * @param preparation what was done to them, in words; empty for samples
 * @param own images of the run; nothing where they are not needed or there are none
 * @param classed whether the pictures carry labels of the classes of these images
 */
record Evaluation(
        EvaluationSettings settings,
        String source,
        int count,
        ImageShape shape,
        String preparation,
        List<RunImages> own,
        boolean classed,
        Device device) {
    private static final String EMBEDDED =
            "the reference is Fashion-MNIST's test split (the 10,000 embedded images): a "
                    + "run trained on these images is scored against its own training data, and its "
                    + "scores cannot be compared with scores against the training split";

    /** What is left to do once all is checked. */
    interface Work {
        /**
         * Shows the collector all pictures.
         *
         * @return what else was found
         */
        List<MemorisationReport> on(FeatureCollector collector);
    }

    /**
     * Checks that pictures, features and reference fit, and scores.
     *
     * @param labelled whether the pictures carry labels of the net's classes
     */
    EvaluationReport run(
            Function<Features, Boolean> labelled,
            SamplesMade made,
            Work work,
            RunListener listener) {
        try (Features net = settings.features().open(shape, device)) {
            settings.requireEnough(net.spec(), count, labelled.apply(net)); // the reference is work
            List<ClassScores> byClass = byClass(labelled.apply(net) && hasLogits(net));
            Reference reference = reference(net, listener);
            Scoring scoring = settings.scoring(net, reference, count, labelled.apply(net));
            String shown = shape.toString();
            Provenance from =
                    new Provenance(
                            source, "samples", count, shown, preparation, "", net.spec(), true);
            List<String> warnings = new ArrayList<>(from.requireComparable(reference.provenance()));
            if (isEmbedded(reference)) {
                warnings.add(EMBEDDED);
            }
            FeatureCollector.Wanted wanted = scoring.wanted();
            for (ClassScores each : byClass) {
                wanted = each.beside(wanted);
            }
            try (FeatureCollector collector = new FeatureCollector(net, wanted, device)) {
                List<MemorisationReport> memorisation = work.on(collector);
                listener.progressed(Double.NaN, "computing the scores");
                List<Score> scores = scoring.of(collector, reference, device);
                List<ClassScore> classes = new ArrayList<>();
                byClass.forEach(each -> classes.addAll(of(each, collector, reference)));
                Provenance seen = from.hashed(collector.hash());
                return new EvaluationReport(
                        scores,
                        classes,
                        memorisation,
                        seen,
                        reference.provenance(),
                        classes.isEmpty() ? List.of() : own.get(0).learned().classNames(),
                        made,
                        warnings);
            }
        }
    }

    private static boolean hasLogits(Features net) {
        return net.spec().dimensions().containsKey(FeatureKind.LOGITS);
    }

    /** How classes are scored; nothing if nobody asked. */
    private List<ClassScores> byClass(boolean named) {
        if (!settings.byClass()) {
            return List.of();
        }
        if (!classed || own.get(0).learned().classes() < 2) {
            throw new UsageException(
                    "%s needs images that are labelled with the classes of the run's data, but those of %s are not: remove it"
                            .formatted(Setting.of("byClass"), source));
        }
        int classes = own.get(0).learned().classes();
        return List.of(new ClassScores(classes, named, settings.groups()));
    }

    private List<ClassScore> of(ClassScores each, FeatureCollector samples, Reference reference) {
        ImageSource learned = own.get(0).learned();
        int[] labels = IntStream.range(0, learned.size()).map(learned::label).toArray();
        return each.of(samples, reference.tables().get(FeatureKind.POOLED), labels, device);
    }

    /** Whether pictures are compared with those inside the library. */
    private boolean isEmbedded(Reference reference) {
        boolean ofRun = settings.reference() instanceof ReferenceChoice.OwnData;
        String name = FashionMnist.EMBEDDED_NAME;
        return ofRun
                ? own.get(0).learned().describe().startsWith(name)
                : reference.provenance().source().startsWith(name);
    }

    private Reference reference(Features net, RunListener listener) {
        if (settings.reference() instanceof ReferenceChoice.StatisticsFile file) {
            return ReferenceFile.read(file.file());
        }
        listener.found("reference: the run's own data, " + own.get(0).learned().describe());
        return own.get(0)
                .reference(
                        net, settings.needTables(), settings.features().batch(), device, listener);
    }
}
