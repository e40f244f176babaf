package dev.eqm.run.overview;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the metrics of a run end with. Numbers that there are none of are not numbers.
 *
 * @param step of the last logged line; 0 without one
 * @param loss mean since the line before
 * @param explained variance, 1 is all
 * @param seconds of training in all
 * @param scores of the last evaluation by name; empty if there was none
 * @param scoredAt step of that evaluation
 */
public record Metrics(
        long step,
        double loss,
        double explained,
        double seconds,
        Map<String, Double> scores,
        long scoredAt) {
    static final Metrics NONE = new Metrics(0, Double.NaN, Double.NaN, Double.NaN, Map.of(), 0);

    /** Of a file; a line that is no JSON, as of a run that was killed, is passed over. */
    public static Metrics read(Path file) {
        if (!Files.exists(file)) {
            return NONE;
        }
        try (Stream<String> lines = Files.lines(file)) {
            // parsing a long run's lines takes seconds: only the last of each kind are looked at
            Map<String, String> last = new LinkedHashMap<>();
            lines.filter(line -> line.endsWith("}"))
                    .forEach(line -> last.put(line.contains("\"evaluation\"") ? "e" : "l", line));
            Map<?, ?> logged = parsed(last.get("l"));
            Map<?, ?> scored = parsed(last.get("e"));
            return new Metrics(
                    (long) number(logged, "step", 0),
                    number(logged, "loss", Double.NaN),
                    number(logged, "explainedVariance", Double.NaN),
                    number(logged, "seconds", Double.NaN),
                    scores(scored),
                    (long) number(scored, "step", 0));
        } catch (IOException | UncheckedIOException e) {
            return NONE; // what is said of the run without them is still right
        }
    }

    private static Map<?, ?> parsed(String line) {
        try {
            return line != null && Json.parse(line) instanceof Map<?, ?> map ? map : Map.of();
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private static double number(Map<?, ?> line, String key, double without) {
        return line.get(key) instanceof Number n ? n.doubleValue() : without;
    }

    private static Map<String, Double> scores(Map<?, ?> line) {
        Map<String, Double> all = new LinkedHashMap<>();
        if (line.get("evaluation") instanceof Map<?, ?> found) {
            found.forEach(
                    (name, value) -> {
                        if (value instanceof Number n) {
                            all.put(name.toString(), n.doubleValue());
                        }
                    });
        }
        return all;
    }
}
