package dev.eqm.train.log;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.train.train.StepReport;
import dev.eqm.train.train.StepTimes;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code metrics.jsonl}: one JSON object a logged step. loss, explainedVariance and gradientNorm
 * are means over the steps since the last line; seconds is the wall time of this process since it
 * began to train; times splits the steps' seconds into their parts.
 *
 * <p>When a run is resumed, lines of steps that will be done again are dropped first, and so is a
 * half-written line.
 */
public final class JsonLines implements TrainListener {
    private final Path file;
    private final long every;
    private final long begin = System.nanoTime();
    private double loss;
    private double zeroField;
    private double norm;
    private double savingSeconds;
    private StepTimes times = StepTimes.ZERO;
    private int steps;

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
            List<String> kept =
                    Files.readAllLines(file).stream()
                            .filter(line -> isBefore(line, state.step()))
                            .toList();
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

    private static boolean isBefore(String line, long step) {
        try {
            return Json.parse(line) instanceof Map<?, ?> m
                    && m.get("step") instanceof Long s
                    && s <= step;
        } catch (JsonException e) {
            return false; // half-written when the run was killed
        }
    }

    @Override
    public void stepped(StepReport report, TrainState state) {
        loss += report.loss();
        zeroField += report.zeroFieldLoss();
        norm += report.gradientNorm();
        times = times.plus(report.times());
        steps++;
        if (report.step() % every == 0) {
            append(report);
            loss = 0;
            zeroField = 0;
            norm = 0;
            savingSeconds = 0;
            times = StepTimes.ZERO;
            steps = 0;
        }
    }

    @Override
    public void saved(Path checkpoint, double seconds) {
        savingSeconds += seconds;
    }

    private void append(StepReport report) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", report.step());
        line.put("loss", loss / steps);
        line.put("explainedVariance", 1 - loss / zeroField);
        line.put("gradientNorm", norm / steps);
        line.put("rate", report.rate());
        line.put("images", report.step() * report.images());
        line.put("seconds", (System.nanoTime() - begin) * 1e-9);
        Map<String, Object> parts = new LinkedHashMap<>(times.byName());
        parts.put("checkpoint", savingSeconds);
        line.put("times", parts);
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
