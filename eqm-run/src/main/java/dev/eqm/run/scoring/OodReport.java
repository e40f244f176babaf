package dev.eqm.run.scoring;

import dev.eqm.core.check.Words;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.TextFile;
import dev.eqm.sample.evaluation.ood.Detection;
import dev.eqm.sample.evaluation.ood.OodScore;
import dev.eqm.sample.evaluation.ood.RocCurve;
import dev.eqm.sample.evaluation.ood.RocPlot;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What scores say about sets.
 *
 * @param request what was asked for
 * @param label of the landscape, or the model's number of classes for the unconditional one
 * @param precision of the model
 * @param seen whether training saw the images in distribution
 * @param sets name -> images in words, {@link #IN} first
 * @param values by name of a set, [score][image]
 * @param rows a score each
 */
public record OodReport(
        OodDetection request,
        long label,
        String precision,
        boolean seen,
        Map<String, String> sets,
        Map<String, double[][]> values,
        List<Row> rows) {
    /** The name of the set in distribution. */
    public static final String IN = "in";

    private static final int LONGEST_NAME = 18;

    /** Mean and median of a set's scores. */
    public record Summary(double mean, double median) {
        static Summary of(double[] scores) {
            double[] sorted = scores.clone();
            Arrays.sort(sorted);
            return new Summary(
                    Arrays.stream(scores).average().orElseThrow(), sorted[sorted.length / 2]);
        }

        private JsonObject toJson() {
            return JsonObject.of("mean", mean).with("median", median);
        }
    }

    /** How well a score tells a set from the one in distribution. */
    public record Outcome(Summary summary, Detection detection) {
        private JsonObject toJson() {
            return summary.toJson().withAll(detection.toJson());
        }
    }

    /**
     * One score.
     *
     * @param in of the images in distribution
     * @param outOf by name of a set
     */
    public record Row(OodScore score, Summary in, Map<String, Outcome> outOf) {
        private JsonObject toJson() {
            return JsonObject.of("score", score.name())
                    .with("definition", Words.of(score))
                    .with(IN, in.toJson())
                    .with("outOf", JsonObject.each(outOf, Outcome::toJson));
        }
    }

    static List<Row> rows(
            List<OodScore> scores, Map<String, double[][]> values, Bootstrap bootstrap) {
        List<Row> rows = new ArrayList<>();
        for (int k = 0; k < scores.size(); k++) {
            double[] in = values.get(IN)[k];
            Map<String, Outcome> outOf = new LinkedHashMap<>();
            for (String set : values.keySet()) {
                if (!set.equals(IN)) {
                    double[] out = values.get(set)[k];
                    outOf.put(set, new Outcome(Summary.of(out), Detection.of(in, out, bootstrap)));
                }
            }
            rows.add(new Row(scores.get(k), Summary.of(in), outOf));
        }
        return rows;
    }

    /** A name that fits into a table: the end of a long path says most. */
    public static String shortened(String name) {
        int over = name.length() - LONGEST_NAME;
        return over <= 0 ? name : "..." + name.substring(over + 3);
    }

    /** As a JSON object. */
    public JsonObject toJson() {
        boolean isNull = request.label().equals(OodDetection.NULL);
        return JsonObject.of("model", request.model().file().toString())
                .with("label", isNull ? OodDetection.NULL : (Object) label)
                .with("precision", precision.toLowerCase(Locale.ROOT))
                .with("seed", request.bootstrap().seed())
                .with("count", request.sets().count())
                .with("bootstrap", request.bootstrap().resamples())
                .with("sets", sets)
                .with("inSeenInTraining", seen)
                .with("scores", rows.stream().map(Row::toJson).toList());
    }

    /**
     * Writes ood.json and the ROC curves, ood.png and ood.svg.
     *
     * @param csv whether the scores of every image go to ood.csv
     * @return the picture
     */
    public Path write(Path folder, boolean csv) {
        JsonFile.write(folder.resolve("ood.json"), toJson());
        Path picture = folder.resolve("ood.png");
        RocPlot.write(picture, panels());
        if (csv) {
            TextFile.write(folder.resolve("ood.csv"), csv());
        }
        return picture;
    }

    /** A panel a score. */
    private List<RocPlot.Panel> panels() {
        List<RocPlot.Panel> panels = new ArrayList<>();
        for (int k = 0; k < rows.size(); k++) {
            Map<String, RocCurve> curves = new LinkedHashMap<>();
            for (String out : rows.get(k).outOf().keySet()) {
                curves.put(shortened(out), RocCurve.of(values.get(IN)[k], values.get(out)[k]));
            }
            panels.add(new RocPlot.Panel(rows.get(k).score().name(), curves));
        }
        return panels;
    }

    /** A line an image: set, number in its source's choice, scores. */
    private String csv() {
        StringBuilder text = new StringBuilder("set,image");
        rows.forEach(row -> text.append(',').append(row.score().name()));
        text.append('\n');
        values.forEach(
                (set, some) -> {
                    for (int i = 0; i < some[0].length; i++) {
                        text.append('"').append(set.replace("\"", "\"\"")).append("\",").append(i);
                        for (double[] score : some) {
                            text.append(',').append(score[i]);
                        }
                        text.append('\n');
                    }
                });
        return text.toString();
    }

    /** Without the scores of every image. */
    @Override
    public String toString() {
        return "OodReport[request=%s, label=%s, precision=%s, seen=%s, sets=%s, rows=%s]"
                .formatted(request, label, precision, seen, sets, rows);
    }
}
