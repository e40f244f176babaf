package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.core.data.ImageSource;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.run.folder.TextFile;
import dev.eqm.sample.evaluation.ood.Detection;
import dev.eqm.sample.evaluation.ood.OodScore;
import dev.eqm.sample.evaluation.ood.RocCurve;
import dev.eqm.sample.evaluation.ood.RocPlot;
import dev.eqm.sample.evaluation.statistics.Bootstrap;
import dev.eqm.sample.evaluation.statistics.Estimate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What scores say about sets: a table, JSON, CSV and a picture.
 *
 * @param in the name of the set in distribution
 * @param sets by name, that one first
 * @param values by name of a set, [score][image]
 */
public record OodReport(
        List<OodScore> scores,
        String in,
        Map<String, ImageSource> sets,
        Map<String, double[][]> values) {
    private List<String> outs() {
        return sets.keySet().stream().filter(name -> !name.equals(in)).toList();
    }

    private double[] of(int score, String set) {
        return values.get(set)[score];
    }

    /** Prints a line a score and set, and returns the same numbers for JSON. */
    public List<Object> table(Console console, Bootstrap bootstrap) {
        console.line(
                "%-14s %-18s %-21s %-8s %-8s %s",
                "score", "out of", "AUROC", "AUPR-out", "AUPR-in", "FPR95");
        List<Object> all = new ArrayList<>();
        for (int k = 0; k < scores.size(); k++) {
            OodScore score = scores.get(k);
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("score", score.name());
            row.put("definition", score.toString());
            row.put(in, summary(of(k, in)));
            Map<String, Object> detections = new LinkedHashMap<>();
            for (String out : outs()) {
                Detection d = Detection.of(of(k, in), of(k, out), bootstrap);
                Map<String, Object> told = summary(of(k, out));
                told.putAll(d.toJson());
                detections.put(out, told);
                console.line(
                        "%-14s %-18s %-21s %-8s %-8s %.3f",
                        score.name(),
                        shortened(out),
                        interval(d.auroc()),
                        "%.3f".formatted(d.auprOut().value()),
                        "%.3f".formatted(d.auprIn().value()),
                        d.fpr95().value());
            }
            row.put("outOf", detections);
            all.add(row);
        }
        return all;
    }

    private static Map<String, Object> summary(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("mean", Arrays.stream(scores).average().orElseThrow());
        all.put("median", sorted[sorted.length / 2]);
        return all;
    }

    private static String interval(Estimate e) {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", e.value(), e.low(), e.high());
    }

    /** The end of a long path says most. */
    private static String shortened(String name) {
        return name.length() <= 18 ? name : "..." + name.substring(name.length() - 15);
    }

    /** Writes NAME.json. */
    public void json(Path file, Map<String, Object> facts) {
        JsonFile.write(file, facts);
    }

    /** Writes a line an image: set, number in its source's choice, scores. */
    public void csv(Path file) {
        StringBuilder text = new StringBuilder("set,image");
        scores.forEach(score -> text.append(',').append(score.name()));
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
        TextFile.write(file, text.toString());
    }

    /** Writes NAME.png: a panel a score. */
    public void picture(Path file) {
        List<RocPlot.Panel> panels = new ArrayList<>();
        for (int k = 0; k < scores.size(); k++) {
            Map<String, RocCurve> curves = new LinkedHashMap<>();
            for (String out : outs()) {
                curves.put(shortened(out), RocCurve.of(of(k, in), of(k, out)));
            }
            panels.add(new RocPlot.Panel(scores.get(k).name(), curves));
        }
        RocPlot.write(file, panels);
    }
}
