package dev.eqm.train.log;

import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.JsonObject;
import dev.eqm.train.step.StepReport;
import dev.eqm.train.step.TrainListener;
import dev.eqm.train.step.TrainState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * {@code metrics.jsonl}: one JSON object a logged step, the last one always. loss,
 * explainedVariance (of all images, and of ten equal bins of γ) and gradientNorm (before clipping)
 * are means over the good steps since the last line, clipped and skipped count steps since then;
 * times splits the steps' seconds into their parts. seconds is the time of training in all: of this
 * process since it began to train, on top of what the last line held when it began. The clock of
 * the wall has no part in it.
 *
 * <p>Scores of samples stand on lines of their own, {@link #scores}.
 *
 * <p>When a run is resumed, lines of steps that will be done again are dropped first, and so is a
 * half-written line; a line that cannot be written whole, because the disk is full, is taken back.
 * What an earlier process did after its last line is then not in seconds.
 */
public final class JsonLines implements TrainListener {
    private final Path file;
    private final long every;
    private final long last;
    private final long begin = System.nanoTime();
    private double secondsBefore;
    private LogWindow window = new LogWindow();

    /**
     * A line every {@code every} steps, and of the last one.
     *
     * @param last the step that ends the run
     */
    public JsonLines(Path file, long every, long last) {
        requireGiven("file", file);
        this.file = file;
        this.every = every;
        this.last = last;
    }

    @Override
    public void started(TrainState state) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            String all = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            StringBuilder kept = new StringBuilder();
            for (String text : all.lines().toList()) {
                Map<?, ?> line = parsed(text);
                if (line.get("step") instanceof Long step && step <= state.step()) {
                    kept.append(text).append('\n');
                    secondsBefore = line.get("seconds") instanceof Double s ? s : secondsBefore;
                }
            }
            if (!all.contentEquals(kept)) {
                byte[] text = kept.toString().getBytes(StandardCharsets.UTF_8);
                AtomicFile.write(file, channel -> append(channel, text));
            }
        } catch (IOException e) {
            throw failed(
                    e,
                    "cannot be continued (%s); it is unchanged; free some "
                            + "disk space or fix the permissions, then resume",
                    e);
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
        if (report.step() % every == 0 || report.step() == last) {
            append(window.line(report, secondsBefore + (System.nanoTime() - begin) * 1e-9));
            window = new LogWindow();
        }
    }

    @Override
    public void saved(Path checkpoint, double seconds) {
        window.saved(seconds);
    }

    /**
     * Writes scores of a step as a line of their own: {@code {"step": 500, "evaluation": {...}}}.
     *
     * @param scores numbers by name
     */
    public void scores(long step, Map<String, Double> scores) {
        append(JsonObject.of("step", step).with("evaluation", scores));
    }

    private void append(Map<String, Object> line) {
        byte[] text = (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            append(out, text);
        } catch (IOException e) {
            throw failed(
                    e,
                    "step %s cannot be written (%s); earlier lines are unchanged; "
                            + "free some disk space or fix the permissions, then resume",
                    line.get("step"),
                    e);
        }
    }

    private UncheckedIOException failed(IOException cause, String problem, Object... values) {
        return new UncheckedIOException(file + ": " + problem.formatted(values), cause);
    }

    /** All of a line or nothing of it. */
    static void append(FileChannel file, byte[] line) throws IOException {
        long end = file.size();
        ByteBuffer rest = ByteBuffer.wrap(line);
        try {
            while (rest.hasRemaining()) {
                file.write(rest, end + rest.position());
            }
        } catch (IOException e) {
            file.truncate(end);
            throw e;
        }
    }
}
