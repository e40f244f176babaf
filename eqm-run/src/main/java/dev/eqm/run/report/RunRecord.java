package dev.eqm.run.report;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.run.folder.RunHistory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that is known of a run, as far as it can be read.
 *
 * @param folder of the run
 * @param name that the page calls it by
 * @param number its place among the runs of the page, from 0
 * @param data what it learned: {@code data.json}; empty if it is not known
 * @param history when and where it was trained
 * @param checkpoints that are there, the oldest first
 * @param found results of other commands
 */
record RunRecord(
        RunFolder folder,
        String name,
        int number,
        Settings settings,
        MetricsLog metrics,
        Map<?, ?> data,
        List<RunHistory.Stretch> history,
        List<CheckpointFacts> checkpoints,
        Results found) {
    /**
     * Reads it.
     *
     * @param passedOver hears, in sentences, of what cannot be read
     */
    static RunRecord read(RunFolder folder, String name, int number, List<String> passedOver) {
        List<CheckpointFacts> checkpoints = CheckpointFacts.all(folder.checkpoints(), passedOver);
        return new RunRecord(
                folder,
                name,
                number,
                settings(folder.config(), passedOver),
                MetricsReader.read(folder.metrics(), passedOver),
                json(folder.data(), passedOver),
                history(folder, passedOver),
                checkpoints,
                Results.of(folder, checkpoints, passedOver));
    }

    private static Settings settings(Path file, List<String> passedOver) {
        try {
            String yaml = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            Settings settings = Settings.of(yaml);
            if (settings.values().isEmpty()) {
                passedOver.add(file + ": is not YAML with keys and values; it is shown unchanged.");
            }
            return settings;
        } catch (IOException e) {
            passedOver.add(file + ": cannot be read (" + e.getMessage() + ").");
            return Settings.of("");
        }
    }

    private static List<RunHistory.Stretch> history(RunFolder folder, List<String> passedOver) {
        RunHistory history = RunHistory.of(folder);
        try {
            return history.stretches();
        } catch (IOException e) {
            passedOver.add(history.file() + ": cannot be read (" + e.getMessage() + ").");
            return List.of();
        }
    }

    /** An object of a JSON file; empty if there is no such file. */
    static Map<?, ?> json(Path file, List<String> passedOver) {
        if (Files.notExists(file)) {
            return Map.of();
        }
        try {
            if (Json.parse(Files.readString(file)) instanceof Map<?, ?> map) {
                return map;
            }
            passedOver.add(file + ": is not a JSON object; it was skipped.");
        } catch (IOException | JsonException e) {
            passedOver.add(file + ": cannot be read (" + e.getMessage() + ").");
        }
        return Map.of();
    }

    /** The name of its colour on the page. */
    String colour() {
        return "run" + number;
    }

    /** The folder as commands take it. */
    String path() {
        return folder.path().toString();
    }

    /** Where training stopped and went on. */
    List<Chart.Mark> marks() {
        List<Chart.Mark> marks = new ArrayList<>();
        for (int i = 1; i < history.size(); i++) {
            RunHistory.Stretch before = history.get(i - 1);
            String word = before.hasEnded() ? "stopped, resumed" : "killed, resumed";
            marks.add(new Chart.Mark(history.get(i).from(), word, colour()));
        }
        return marks;
    }

    /** Steps that were made, by the metrics or the newest checkpoint. */
    long steps() {
        long logged = metrics.isEmpty() ? 0 : metrics.last().step();
        long saved = checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).step();
        return Math.max(logged, saved);
    }

    /** Whether it made all steps that its configuration wants. */
    boolean isComplete() {
        return steps() > 0 && steps() >= settings.whole("train.steps");
    }
}
