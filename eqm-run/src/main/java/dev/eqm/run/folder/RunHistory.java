package dev.eqm.run.folder;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.core.store.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * When a run was trained, where and by which versions: {@code history.jsonl} in its folder. Every
 * process that trains adds a line as it begins, {@code {"began": STEP, "time": ..., "machine":
 * {...}, "versions": {...}}}, and one as it ends, {@code {"ended": STEP, "time": ..., "reason":
 * ...}}. A process that was killed leaves no second line.
 *
 * <p>It is for people: nothing that a run learns depends on it, and a run without it goes on.
 *
 * @param file it need not be there
 */
public record RunHistory(Path file) {
    private static final String PIXELS = "explainedBySinglePixels";

    /**
     * What one process trained.
     *
     * @param from the step that it began or went on after
     * @param began in UTC, such as {@code 2026-11-30T17:02:11Z}
     * @param machine what it ran on, by name
     * @param versions of everything that can change a number, by name
     * @param ended the last step it made; -1 if the process did not say, as when it was killed
     * @param time when it ended; empty if it did not say
     * @param reason why it ended, in words; empty if it did not say
     */
    public record Stretch(
            long from,
            String began,
            Map<?, ?> machine,
            Map<?, ?> versions,
            long ended,
            String time,
            String reason) {
        /** False for a process that was killed, or is still training. */
        public boolean hasEnded() {
            return ended >= 0;
        }

        private Stretch until(long step, String when, String why) {
            return new Stretch(from, began, machine, versions, step, when, why);
        }
    }

    /** Of a run; it is beside its metrics. */
    public static RunHistory of(RunFolder run) {
        return new RunHistory(run.path().resolve("history.jsonl"));
    }

    /**
     * A process begins to train.
     *
     * @param step 0, or the step of the checkpoint that it goes on from
     * @param singlePixels the explained variance of what knows only each pixel's mean and spread
     * @throws IOException if the line cannot be written
     */
    public void began(
            long step, Map<String, ?> machine, Map<String, ?> versions, double singlePixels)
            throws IOException {
        append(
                JsonObject.of("began", step)
                        .with("time", now())
                        .with(PIXELS, singlePixels)
                        .with("machine", machine)
                        .with("versions", versions));
    }

    /**
     * The explained variance that single pixels give, as the last process to begin has kept it.
     *
     * @return empty if none has, or the file cannot be read
     */
    public OptionalDouble singlePixels() {
        try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.of()) {
            return lines.map(RunHistory::parsed)
                    .filter(line -> line.get(PIXELS) instanceof Number)
                    .mapToDouble(line -> ((Number) line.get(PIXELS)).doubleValue())
                    .reduce((before, later) -> later);
        } catch (IOException | UncheckedIOException e) {
            return OptionalDouble
                    .empty(); // it is for people: what they do not hear is missed alone
        }
    }

    /**
     * It ends.
     *
     * @throws IOException if the line cannot be written
     */
    public void ended(long step, String reason) throws IOException {
        append(JsonObject.of("ended", step).with("time", now()).with("reason", reason));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Behind a line that was cut off it begins a new one, so that one line is lost at most. */
    private void append(JsonObject line) throws IOException {
        try (FileChannel out =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            String before = endsInALine(out) ? "" : "\n";
            byte[] text = (before + Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
            out.position(out.size());
            for (ByteBuffer left = ByteBuffer.wrap(text); left.hasRemaining(); ) {
                out.write(left);
            }
        }
    }

    private static boolean endsInALine(FileChannel out) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return out.size() == 0 || (out.read(last, out.size() - 1) == 1 && last.get(0) == '\n');
    }

    /**
     * What the processes trained, in order; lines that say nothing are left out.
     *
     * @throws IOException if the file is there and cannot be read
     */
    public List<Stretch> stretches() throws IOException {
        List<Stretch> all = new ArrayList<>();
        if (Files.notExists(file)) {
            return all;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            add(all, parsed(line));
        }
        return all;
    }

    private static void add(List<Stretch> all, Map<?, ?> line) {
        String time = line.get("time") instanceof String t ? t : "";
        if (line.get("began") instanceof Long from) {
            all.add(
                    new Stretch(
                            from,
                            time,
                            map(line.get("machine")),
                            map(line.get("versions")),
                            -1,
                            "",
                            ""));
        } else if (line.get("ended") instanceof Long step && !all.isEmpty()) {
            String why = line.get("reason") instanceof String r ? r : "";
            all.add(all.remove(all.size() - 1).until(step, time, why));
        }
    }

    private static Map<?, ?> map(Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Map<?, ?> parsed(String line) {
        try {
            return map(Json.parse(line));
        } catch (JsonException e) {
            return Map.of();
        }
    }
}
