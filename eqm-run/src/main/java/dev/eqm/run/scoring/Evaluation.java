package dev.eqm.run.scoring;

import ai.djl.Device;
import dev.eqm.core.data.FashionMnist;
import dev.eqm.core.data.ImageShape;
import dev.eqm.run.RunListener;
import dev.eqm.sample.evaluation.feature.FeatureCollector;
import dev.eqm.sample.evaluation.feature.Features;
import dev.eqm.sample.evaluation.score.Score;
import dev.eqm.sample.evaluation.score.Scoring;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import dev.eqm.sample.evaluation.statistics.ReferenceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What all evaluations share: a net, a reference, scores, a report.
 *
 * @param source of the pictures, in words
 * @param preparation what was done to them, in words; empty for samples
 * @param own images of the run; nothing where they are not needed or there are none
 */
record Evaluation(
        EvaluationSettings settings,
        String source,
        int count,
        ImageShape shape,
        String preparation,
        List<RunImages> own,
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
            try (FeatureCollector collector = new FeatureCollector(net, scoring.wanted(), device)) {
                List<MemorisationReport> memorisation = work.on(collector);
                listener.progressed(Double.NaN, "computing the scores");
                List<Score> scores = scoring.of(collector, reference, device);
                Provenance seen = from.hashed(collector.hash());
                return new EvaluationReport(
                        scores, memorisation, seen, reference.provenance(), made, warnings);
            }
        }
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
