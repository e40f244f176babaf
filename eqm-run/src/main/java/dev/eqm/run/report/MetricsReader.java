package dev.eqm.run.report;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads {@code metrics.jsonl} line by line. A damaged line is passed over and told; so is one whose
 * step does not come after the step before it.
 */
final class MetricsReader {
    /** Numbers of damaged lines that are told. */
    private static final int TOLD = 5;

    private final List<MetricsLog.Line> lines = new ArrayList<>();
    private final List<MetricsLog.Scores> scores = new ArrayList<>();
    private final Map<String, Double> times = new LinkedHashMap<>();
    private final List<Long> damaged = new ArrayList<>();

    private MetricsReader() {}

    /**
     * Reads a file; without one there are no lines.
     *
     * @param passedOver hears what could not be read
     */
    static MetricsLog read(Path file, List<String> passedOver) {
        if (Files.notExists(file)) {
            return MetricsLog.EMPTY;
        }
        MetricsReader reader = new MetricsReader();
        // not newBufferedReader, which gives up at bytes that are no text
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(file), StandardCharsets.UTF_8))) {
            long number = 1;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                reader.add(line, number++);
            }
        } catch (IOException e) {
            passedOver.add(file + ": cannot be read to its end (" + e.getMessage() + ").");
        }
        reader.tell(file, passedOver);
        return new MetricsLog(reader.lines, reader.scores, reader.times);
    }

    private void tell(Path file, List<String> passedOver) {
        if (damaged.isEmpty()) {
            return;
        }
        String which =
                damaged.stream().limit(TOLD).map(n -> "" + n).collect(Collectors.joining(", "));
        passedOver.add(
                "%s: %s could not be read and were skipped (line %s%s)."
                        .formatted(
                                file,
                                Numbers.counted(damaged.size(), "line"),
                                which,
                                damaged.size() > TOLD ? ", ..." : "")
                        .replace(
                                "1 line could not be read and were",
                                "1 line could not be read and was"));
    }

    private void add(String text, long number) {
        Map<?, ?> line = parsed(text);
        if (!(line.get("step") instanceof Long step)) {
            damaged.add(number);
        } else if (line.get("evaluation") instanceof Map<?, ?> found) {
            Map<String, Double> values = new LinkedHashMap<>();
            found.forEach((name, value) -> values.put("" + name, Numbers.number(value)));
            scores.add(new MetricsLog.Scores(step, values));
        } else if (!lines.isEmpty() && step <= lines.get(lines.size() - 1).step()) {
            damaged.add(number);
        } else {
            lines.add(line(step, line));
            if (line.get("times") instanceof Map<?, ?> parts) {
                parts.forEach(
                        (name, value) -> {
                            double seconds = Numbers.number(value);
                            times.merge(
                                    "" + name, Double.isNaN(seconds) ? 0 : seconds, Double::sum);
                        });
            }
        }
    }

    private static Map<?, ?> parsed(String line) {
        try {
            return Json.parse(line) instanceof Map<?, ?> map ? map : Map.of();
        } catch (JsonException e) {
            return Map.of();
        }
    }

    private static MetricsLog.Line line(long step, Map<?, ?> line) {
        List<?> bins = line.get("explainedVarianceByGamma") instanceof List<?> l ? l : List.of();
        return new MetricsLog.Line(
                step,
                Numbers.number(line.get("loss")),
                Numbers.number(line.get("explainedVariance")),
                bins.stream().mapToDouble(Numbers::number).toArray(),
                Numbers.number(line.get("gradientNorm")),
                Numbers.number(line.get("clipped")),
                Numbers.number(line.get("skipped")),
                Numbers.number(line.get("rate")),
                Numbers.number(line.get("images")),
                Numbers.number(line.get("seconds")));
    }
}
