package dev.eqm.run.scoring;

import static dev.eqm.core.check.Check.require;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageShape;
import dev.eqm.core.data.ImageSource;
import dev.eqm.models.autoencoder.PixelCodec;
import dev.eqm.models.nn.FieldModel;
import dev.eqm.run.Elapsed;
import dev.eqm.run.RunListener;
import dev.eqm.run.pipeline.ComputeChoice;
import dev.eqm.run.pipeline.FoundModel;
import dev.eqm.run.pipeline.OpenModel;
import dev.eqm.sample.evaluation.ood.OodScore;
import dev.eqm.sample.evaluation.ood.OodScorer;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.output.Decoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How well a model's landscape tells images out of distribution from images in distribution (Table
 * 8 of the paper).
 *
 * @param label whose landscape: the number or name of a class, or {@link #NULL}
 * @param batch images at a time
 * @param scores names of {@link OodScores}; none: all that the model has
 * @param bootstrap of the intervals; its seed is that of the choice of images, too
 */
public record OodDetection(
        FoundModel model,
        ComputeChoice compute,
        String label,
        int batch,
        OodSets sets,
        List<String> scores,
        OodNumbers numbers,
        Bootstrap bootstrap) {
    /** The unconditional landscape. */
    public static final String NULL = "null";

    public OodDetection {
        scores = scores.stream().map(OodScores::named).toList();
        boolean distinct = Set.copyOf(scores).size() == scores.size();
        require(distinct, "scores must not contain a score twice, got %s", scores);
    }

    /**
     * Scores all images of all sets.
     *
     * @throws BrokenRuleException if the model has no such landscape, or images do not fit it
     * @throws dev.eqm.sample.output.DivergedException for a score that is not finite
     */
    public OodReport run(RunListener listener) {
        listener.progressed(Double.NaN, "reading the model and the images");
        try (OpenModel open = OpenModel.of(model, compute)) {
            FieldModel network = open.network();
            long number = label.equals(NULL) ? network.classes() : open.classes().label(label);
            OodScorer scorer = new OodScorer(network, number, batch);
            ImageShape shape = Decoder.of(new PixelCodec(), network.sampleShape()).shape();
            long seed = bootstrap.seed();
            OodSets.Opened opened = sets.open(model.config().data().source(), shape, seed);
            opened.in().warnings().forEach(listener::warned);
            opened.outs().values().forEach(o -> o.warnings().forEach(listener::warned));
            if (opened.seen()) {
                model.warnOfOtherData(opened.in().source(), listener);
                listener.found(
                        "note: the model was trained on the images in distribution; "
                                + Setting.of("in")
                                + " chooses others");
            }
            List<OodScore> made =
                    made(new OodContext(scorer, model.config().loss(), opened.in(), numbers, seed));
            Map<String, double[][]> values = new LinkedHashMap<>();
            Map<String, String> told = new LinkedHashMap<>();
            Map<String, ImageSource> all = new LinkedHashMap<>(Map.of(OodReport.IN, opened.in()));
            all.putAll(opened.outs());
            all.forEach(
                    (name, images) -> {
                        values.put(name, scored(listener, scorer, made, name, images));
                        told.put(name, images.describe());
                    });
            List<OodReport.Row> rows = OodReport.rows(made, values, bootstrap);
            return new OodReport(
                    this, number, open.precision().toString(), opened.seen(), told, values, rows);
        }
    }

    /** The scores that were asked for, or all that the model has. */
    private List<OodScore> made(OodContext run) {
        Map<String, OodScores.Maker> known = OodScores.examples();
        List<OodScore> made = new ArrayList<>();
        (scores.isEmpty() ? known.keySet() : scores)
                .forEach(name -> made.add(known.get(name).of(run)));
        if (scores.isEmpty()) {
            made.removeIf(score -> !fits(score, run.scorer()));
        }
        run.scorer().requireFits(made, run.in());
        return made;
    }

    private static boolean fits(OodScore score, OodScorer scorer) {
        try (FieldModel.Conditioned field = scorer.model().condition(new long[] {scorer.label()})) {
            score.requireFits(field);
            return true;
        } catch (BrokenRuleException e) {
            return false;
        }
    }

    private static double[][] scored(
            RunListener listener,
            OodScorer scorer,
            List<OodScore> scores,
            String name,
            ImageSource images) {
        Elapsed elapsed = new Elapsed();
        double all = images.size();
        String of = "/" + images.size();
        double[][] values =
                scorer.score(
                        scores,
                        images,
                        done -> listener.progressed(done / all, name + " " + done + of));
        listener.found("scored " + name + " in " + elapsed);
        return values;
    }
}
