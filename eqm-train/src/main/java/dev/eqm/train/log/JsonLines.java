package dev.eqm.train.log;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.train.train.StepReport;
import dev.eqm.train.train.TrainListener;
import dev.eqm.train.train.TrainState;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code metrics.jsonl}: one JSON object a logged step. loss, explainedVariance (of all images, and
 * of ten equal bins of γ) and gradientNorm (before clipping) are means over the good steps since
 * the last line, clipped and skipped count steps since then; times splits the steps' seconds into
 * their parts. seconds is the time of training in all: of this process since it began to train, on
 * top of what the last line held when it began. The clock of the wall has no part in it.
 *
 * <p>When a run is resumed, lines of steps that will be done again are dropped first, and so is a
 * half-written line. What an earlier process did after its last line is then not in seconds.
 */
public final class JsonLines implements TrainListener {
    private final Path file;
    private final long every;
    private final long begin = System.nanoTime();
    private double secondsBefore;
    private LogWindow window = new LogWindow();

    /** A line every {@code every} steps. */
    public JsonLines(Path file, long every) {
        this.file = file;
        this.every = every;
    }

    @Override
    public void started(TrainState state) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> kept = new ArrayList<>();
            for (String text : Files.readAllLines(file)) {
                Map<?, ?> line = parsed(text);
                if (line.get("step") instanceof Long step && step <= state.step()) {
                    kept.add(text);
                    secondsBefore = line.get("seconds") instanceof Double s ? s : secondsBefore;
                }
            }
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, kept);
            Files.move(
                    part,
                    file,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot continue " + file + "; earlier lines are untouched", e);
        }
    }

    /** Nothing for a line that is half-written, as when the run was killed. */
    private static Map<?, ?> parsed(String line) {
        try {
            return Json.parse(line) instanceof Map<?, ?> map ? map : Map.of();
        } catch (JsonException e) {
            return Map.of();
        }
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        window.add(report);
        if (report.step() % every == 0) {
            append(window.line(report, secondsBefore + (System.nanoTime() - begin) * 1e-9));
            window = new LogWindow();
        }
    }

    @Override
    public void saved(Path checkpoint, double seconds) {
        window.saved(seconds);
    }

    private void append(Map<String, Object> line) {
        try (BufferedWriter out =
                Files.newBufferedWriter(
                        file,
                        StandardCharsets.UTF_8,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND)) {
            out.write(Json.write(line) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write " + file + "; make room or mend permissions, then resume", e);
        }
    }
}
