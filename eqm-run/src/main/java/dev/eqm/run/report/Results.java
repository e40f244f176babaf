package dev.eqm.run.report;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.run.folder.RunFolder;
import dev.eqm.sample.output.SamplingFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What other commands found out about a run and left as JSON: in its folder, and in the folders
 * {@code samples/RUN-STEP} beside that of all runs or in the current folder. Files are known by
 * what they hold, not by their names. Outside of the run's folder they count if they name one of
 * its checkpoints, by its SHA-256 or its path.
 *
 * @param evaluations of {@code eqm evaluate --json}, newest first, as all lists here
 * @param landscapes of {@code eqm inspect --landscape}
 * @param detections of {@code eqm ood}
 * @param likelihoods of {@code eqm likelihood}
 * @param samplings folders of {@code eqm sample}
 */
record Results(
        List<Found> evaluations,
        List<Found> landscapes,
        List<Found> detections,
        List<Found> likelihoods,
        List<Found> samplings) {
    /** Larger files are none of these. */
    private static final long MOST_BYTES = 32L << 20;

    /** Of the newest so many of a kind a page tells. */
    private static final int MOST = 6;

    private static final int DEPTH = 3;

    /** A file with what it holds. */
    record Found(Path file, Map<?, ?> json, FileTime written) {}

    static Results of(RunFolder run, List<CheckpointFacts> checkpoints, List<String> passedOver) {
        List<Found> own = read(files(run.path(), run), passedOver);
        for (Path samples : samplesFolders(run)) {
            for (Found found : read(files(samples, run), passedOver)) {
                if (isOf(run, checkpoints, found)) {
                    own.add(found);
                }
            }
        }
        own.sort(Comparator.comparing(Found::written).reversed().thenComparing(Found::file));
        return new Results(
                with(own, "scores", "protocol"),
                with(own, "sites", "lipschitz"),
                with(own, "scores", "sets"),
                with(own, "bitsPerDimension", "probes"),
                with(own, "settings", "done"));
    }

    private static List<Found> with(List<Found> all, String one, String other) {
        return all.stream()
                .filter(f -> f.json().containsKey(one) && f.json().containsKey(other))
                .limit(MOST)
                .toList();
    }

    /** Folders of samples that are named after the run, wherever commands put them. */
    private static List<Path> samplesFolders(RunFolder run) {
        Path whole = run.path().toAbsolutePath().normalize();
        Path here = Path.of("samples"); // told as users know it
        List<Path> places = new ArrayList<>(List.of(here));
        if (whole.getParent() != null && whole.getParent().getParent() != null) {
            Path beside = whole.getParent().getParent().resolve("samples");
            if (!beside.equals(here.toAbsolutePath().normalize())) {
                places.add(beside);
            }
        }
        List<Path> all = new ArrayList<>();
        String start = whole.getFileName() + "-";
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> folders = Files.list(place)) {
                    folders.filter(f -> f.getFileName().toString().startsWith(start))
                            .filter(Files::isDirectory)
                            .forEach(all::add);
                } catch (IOException e) {
                    // no permission: what cannot be seen is not the run's
                }
            }
        }
        return all;
    }

    private static List<Path> files(Path folder, RunFolder run) {
        try (Stream<Path> tree = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            return tree.filter(f -> f.getFileName().toString().endsWith(".json"))
                    .filter(f -> !f.startsWith(run.checkpoints()))
                    .filter(f -> !f.equals(run.data()) && !f.equals(run.classes()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Those that hold an object; others, such as lists of labels, are none of these results. */
    private static List<Found> read(List<Path> files, List<String> passedOver) {
        List<Found> all = new ArrayList<>();
        for (Path file : files) {
            try {
                if (Files.size(file) <= MOST_BYTES
                        && Json.parse(Files.readString(file)) instanceof Map<?, ?> map) {
                    all.add(new Found(file, map, Files.getLastModifiedTime(file)));
                }
            } catch (IOException | JsonException e) {
                passedOver.add(file + ": cannot be read (" + e.getMessage() + ").");
            }
        }
        return all;
    }

    private static boolean isOf(RunFolder run, List<CheckpointFacts> checkpoints, Found found) {
        Map<?, ?> json = found.json();
        Object told =
                found.file().endsWith(SamplingFile.NAME)
                                && json.get("settings") instanceof Map<?, ?> settings
                        ? settings.get("model")
                        : json.get("model");
        if (!(told instanceof String model)) {
            return false;
        }
        Path whole = run.path().toAbsolutePath().normalize();
        return checkpoints.stream().anyMatch(c -> c.sha256().containsValue(model))
                || Path.of(model).toAbsolutePath().normalize().startsWith(whole);
    }
}
