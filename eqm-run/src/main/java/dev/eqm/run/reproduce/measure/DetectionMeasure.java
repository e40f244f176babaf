package dev.eqm.run.reproduce.measure;

import static dev.eqm.core.check.Check.require;

import dev.eqm.models.nn.ModelArchitecture;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.scoring.OodDetection;
import dev.eqm.run.scoring.OodNumbers;
import dev.eqm.run.scoring.OodReport;
import dev.eqm.run.scoring.OodSets;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.evaluation.statistics.Estimate;
import dev.eqm.sample.generate.Sampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * AUROC of scores of the unconditional landscape: how well they tell strange images from held-out
 * ones. Half of the samples' number of images of each set.
 *
 * @param scores names of {@link dev.eqm.run.scoring.OodScores}
 * @param sets names of anomalies, folders or files
 */
public record DetectionMeasure(List<String> scores, List<String> sets) implements Measure {
    private static final int BATCH = 64;
    private static final int RESAMPLES = 200;

    public DetectionMeasure {
        require(!scores.isEmpty(), "scores must not be empty, got %s", scores);
        require(!sets.isEmpty(), "sets must not be empty, got %s", sets);
        scores = List.copyOf(scores);
        sets = List.copyOf(sets);
    }

    @Override
    public String title() {
        return "AUROC";
    }

    @Override
    public String places() {
        return "score and set";
    }

    @Override
    public Readings of(Trial trial) {
        OodReport report =
                new OodDetection(
                                trial.found(),
                                ComputeChoice.AS_CONFIGURED,
                                OodDetection.NULL,
                                BATCH,
                                new OodSets(OodSets.HELD_OUT, sets, Math.max(1, trial.count() / 2)),
                                scores,
                                OodNumbers.DEFAULT,
                                new Bootstrap(RESAMPLES, 0.95, trial.noise()))
                        .run(trial.listener());
        Map<String, Reading> all = new LinkedHashMap<>();
        for (OodReport.Row row : report.rows()) {
            double sum = 0;
            double errors = 0;
            for (Map.Entry<String, OodReport.Outcome> set : row.outOf().entrySet()) {
                Estimate auroc = set.getValue().detection().auroc();
                double error = error(auroc, trial.count() / 2);
                Reading one = Reading.of(auroc.value()).withVariance("", error * error);
                all.put(row.score().name() + " " + set.getKey(), one);
                sum += auroc.value();
                errors += error;
            }
            int sets = row.outOf().size();
            double error = errors / sets; // the held-out images are the same
            Reading mean = Reading.of(sum / sets).withVariance("", error * error);
            all.put(row.score().name() + " mean", mean);
        }
        return new Readings(all);
    }

    /**
     * The standard error, a quarter of the 95 % interval; never below that of a share of which two
     * of so many images are on the other side, as the bootstrap of a perfect separation knows no
     * spread.
     */
    private static double error(Estimate auroc, int images) {
        double least = Math.sqrt(2.0) / (images + 4);
        return Math.max(least, (auroc.high() - auroc.low()) / 4);
    }

    @Override
    public double evaluations(Sampling sampling, ModelArchitecture network, int samples) {
        return 10.0 * scores.size() * (sets.size() + 1) * samples / 2;
    }
}
