package dev.eqm.run.sweep;

import dev.eqm.core.check.Setting;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.run.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sweep has done, a JSON object a line: first the protocol, which all results share, then
 * one result each. A line that a killed process left half-written is dropped.
 */
public final class SweepFile {
    private final Path file;
    private final Map<String, SweepResult> results = new LinkedHashMap<>();

    private SweepFile(Path file) {
        this.file = file;
    }

    /**
     * A new file, or one to go on with.
     *
     * @param protocol what decides about results beside their settings
     * @throws ConfigException if there is a file of another protocol
     */
    public static SweepFile open(Path file, SweepProtocol protocol) {
        SweepFile sweep = new SweepFile(file);
        String head = Json.write(protocol.toJson());
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                AtomicFile.write(file, (head + "\n").getBytes(StandardCharsets.UTF_8));
                return sweep;
            }
            List<String> kept = new ArrayList<>();
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || !lines.get(0).equals(head)) {
                throw new ConfigException(
                        ("%s belongs to another sweep:%n  %s%nthis one is%n  %s%nchoose "
                                        + "another folder with "
                                        + Setting.of("out", "DIR")
                                        + ", or replace it with "
                                        + Setting.of("overwrite"))
                                .formatted(file, lines.isEmpty() ? "nothing" : lines.get(0), head));
            }
            kept.add(head);
            for (String line : lines.subList(1, lines.size())) {
                if (sweep.take(line)) {
                    kept.add(line);
                }
            }
            String whole = String.join("\n", kept) + "\n";
            if (!whole.equals(Files.readString(file))) {
                AtomicFile.write(file, whole.getBytes(StandardCharsets.UTF_8));
            }
            return sweep;
        } catch (IOException e) {
            throw broken(file, e);
        }
    }

    /** Takes the result of a line; false for a line that is none, such as a half-written one. */
    private boolean take(String line) {
        try {
            if (Json.parse(line) instanceof Map<?, ?> map && map.containsKey("weights")) {
                SweepResult result = SweepResult.of(map);
                results.put(key(result.point(), result.weights()), result);
                return true;
            }
            return false;
        } catch (JsonException e) {
            return false; // half-written
        }
    }

    /** Whether a setting is done with these weights. */
    public boolean has(SweepPoint point, String weights) {
        return results.containsKey(key(point, weights));
    }

    /** What is known of a setting. */
    public SweepResult get(SweepPoint point, String weights) {
        return results.get(key(point, weights));
    }

    /** Keeps a result; once this returns it survives the process. */
    public void add(SweepResult result) {
        byte[] line = (Json.write(result.toJson()) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(file, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw broken(file, e);
        }
        results.put(key(result.point(), result.weights()), result);
    }

    /** All that is known. */
    public List<SweepResult> all() {
        return List.copyOf(results.values());
    }

    /** Other weights under the same step, of a run that was trained anew, are another setting. */
    private static String key(SweepPoint point, String weights) {
        return point + weights;
    }

    private static UncheckedIOException broken(Path file, IOException e) {
        return new UncheckedIOException(
                ("%s: cannot be read or written (%s); its content is unchanged: free some "
                                + "disk space or fix the permissions, then run the command again")
                        .formatted(file, e),
                e);
    }
}
