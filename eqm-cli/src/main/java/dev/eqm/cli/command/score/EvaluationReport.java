package dev.eqm.cli.command.score;

import dev.eqm.cli.console.Console;
import dev.eqm.core.device.Backend;
import dev.eqm.core.store.Sha256;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.JsonFile;
import dev.eqm.sample.evaluation.feature.FeatureKind;
import dev.eqm.sample.evaluation.feature.FeatureSpec;
import dev.eqm.sample.evaluation.report.Score;
import dev.eqm.sample.evaluation.statistics.Provenance;
import dev.eqm.sample.evaluation.statistics.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores with the protocol that they were found by.
 *
 * @param protocol how the samples came about
 * @param sections what else was looked at
 */
public record EvaluationReport(
        List<Score> scores,
        Provenance samples,
        Reference reference,
        List<String> warnings,
        Map<String, Object> protocol,
        List<Section> sections) {

    /**
     * Something beside the scores.
     *
     * @param key in the JSON report
     * @param json its content there
     * @param lines for people
     */
    public record Section(String key, Map<String, Object> json, List<String> lines) {}

    public EvaluationReport {
        warnings = new ArrayList<>(warnings);
        long count = samples.count();
        int d = samples.features().dimensions().get(FeatureKind.POOLED);
        if (count <= d) {
            warnings.add(
                    "%d samples give features of %d numbers a covariance of rank %d at most: distances are biased upwards; at least %d are needed for full rank"
                            .formatted(count, d, count - 1, d + 1));
        }
    }

    /** For people. */
    public void print(Console console) {
        scores.forEach(score -> console.line("%s", score.line()));
        sections.forEach(section -> section.lines().forEach(line -> console.line("%s", line)));
        FeatureSpec net = samples.features();
        console.line(
                "features   %s (%s), weights %s", net.name(), net.preprocessing(), net.shortHash());
        print(console, "samples  ", samples);
        print(console, "reference", reference.provenance());
        protocol.forEach((key, value) -> console.line("%-10s %s", key, value));
        warnings.forEach(w -> console.line("warning: %s", w));
    }

    private static void print(Console console, String what, Provenance p) {
        console.line(
                "%s  %s, split %s, %d pictures %s, sha256 %s",
                what,
                p.source(),
                p.split(),
                p.count(),
                p.shape(),
                p.sha256().isEmpty() ? "unknown" : p.sha256().substring(0, 12));
    }

    /** As JSON, whole or not at all. */
    public void write(Path file) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("eqm", Backend.version());
        all.put("scores", scores.stream().map(Score::toJson).toList());
        sections.forEach(section -> all.put(section.key(), section.json()));
        all.put("samples", samples.toJson());
        all.put("reference", reference.provenance().toJson());
        all.put("protocol", protocol);
        all.put("warnings", warnings);
        JsonFile.write(file, all);
    }

    /** Checks, before any work, that a report can be written. */
    public static void requireFolder(Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw new UsageException("--json " + file + ": make the folder " + folder + " first");
        }
    }

    public static String hash(Path file) {
        try {
            return Sha256.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e, e);
        }
    }
}
