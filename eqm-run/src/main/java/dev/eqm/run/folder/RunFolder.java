package dev.eqm.run.folder;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Check;
import dev.eqm.core.check.Setting;
import dev.eqm.core.data.ImageSource;
import dev.eqm.core.store.AtomicFile;
import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.config.ConfigDiff;
import dev.eqm.run.config.ConfigReader;
import dev.eqm.run.config.ConfigWriter;
import dev.eqm.run.settings.RunConfig;
import dev.eqm.run.settings.RunKinds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What a run leaves on disk: {@code config.yaml}, {@code data.json}, {@code classes.json}, {@code
 * metrics.jsonl}, {@code history.jsonl}, {@code report.html}, {@code checkpoints/}, {@code
 * samples/}.
 *
 * @param path {@code runs/NAME}
 */
public record RunFolder(Path path) {
    private static final String CONFIG = "config.yaml";
    private static final String TURN = "turn";

    /**
     * By turns; runs without one, which older versions left, by their times and before all others.
     */
    private static final Comparator<RunFolder> AGE =
            Comparator.comparingLong(RunFolder::turn)
                    .thenComparing(RunFolder::changed)
                    .thenComparing(RunFolder::path);

    /** Where a run of a configuration is, or will be. */
    public static RunFolder of(RunConfig config) {
        return new RunFolder(config.runs().resolve(config.name()));
    }

    /** The resolved configuration. */
    public Path config() {
        return path.resolve(CONFIG);
    }

    /** One JSON object a logged step. */
    public Path metrics() {
        return path.resolve("metrics.jsonl");
    }

    /** Checkpoints by step. */
    public Path checkpoints() {
        return path.resolve("checkpoints");
    }

    /** What {@code run.report} makes of all this. */
    public Path report() {
        return path.resolve("report.html");
    }

    /** The preview grids, {@code STEP.png}. */
    public Path previews() {
        return path.resolve("samples");
    }

    /** The preview grid of a step. */
    public Path preview(long step) {
        return previews().resolve(String.format(Locale.ROOT, "%08d.png", step));
    }

    /** The step of a preview grid, if this is the name of one. */
    public static OptionalLong stepOfPreview(Path preview) {
        String name = preview.getFileName().toString();
        return name.matches("\\d{8,18}\\.png")
                ? OptionalLong.of(Long.parseLong(name.substring(0, name.length() - 4)))
                : OptionalLong.empty();
    }

    /** The names of the classes, by label: data may be gone when samples are made. */
    public Path classes() {
        return path.resolve("classes.json");
    }

    /** Which images the run learns: {@link DataRecord}. */
    public Path data() {
        return path.resolve("data.json");
    }

    /** True once a run has begun here. */
    public boolean exists() {
        return Files.exists(config());
    }

    /** The configuration that the run began with. */
    public RunConfig readConfig() {
        return new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, config(), List.of());
    }

    /**
     * Refuses a configuration that the run's {@code config.yaml} could not hold, and so nobody
     * could go on with or open later: before anything is written.
     *
     * @throws BrokenRuleException naming the part
     */
    public static void requireKept(RunConfig config) {
        String yaml = new ConfigWriter(RunKinds.all()).toYaml(config);
        RunConfig again =
                new ConfigReader(RunKinds.all()).read(RunConfig.DEFAULT, yaml, CONFIG, List.of());
        List<ConfigDiff.Difference> lost = new ConfigDiff(RunKinds.all()).between(config, again);
        Check.require(
                config.equals(again),
                "config.yaml must give back what it holds, got %s: let the record compare and print"
                        + " its components as they are",
                lost.isEmpty() ? "a part that is not equal to itself when it is read" : lost);
    }

    /** Writes the resolved configuration, every default written out. */
    public void writeConfig(RunConfig resolved) {
        write(config(), new ConfigWriter(RunKinds.all()).toYaml(resolved));
    }

    /** Writes which images the run learns. */
    public void writeData(ImageSource images) {
        write(data(), Json.writePretty(DataRecord.of(images).toJson()) + "\n");
    }

    /**
     * Refuses to go on with other images than those that the run began with.
     *
     * @param listener hears of a run that has not kept which images those were
     * @throws UsageException saying what differs
     */
    public void requireSameData(ImageSource images, RunListener listener) {
        List<String> changes = DataRecord.changes(this, images);
        if (!changes.isEmpty()) {
            throw new UsageException(
                    ("%s: the data have changed since the run started: %s%nrestore them, or start another "
                                    + "run with "
                                    + Setting.key("name", "OTHER")
                                    + "; if only file times changed, as in a copy, remove %s")
                            .formatted(images.describe(), String.join("; ", changes), data()));
        }
        if (!Files.exists(data())) {
            listener.found(
                    ("%s is missing, as in runs by older versions and in imported ones, so eqm cannot "
                                    + "tell whether images changed since the run started%s; it will be written now")
                            .formatted(
                                    data(),
                                    classNames().isEmpty() ? "" : " (the classes are the same)"));
        }
    }

    /** Warns of images that are no longer those that the run learned. */
    public void warnOfOtherData(ImageSource images, RunListener listener) {
        List<String> changes = DataRecord.changes(this, images);
        if (!changes.isEmpty()) {
            listener.warned(
                    "%s: the data are not those that %s was trained on: %s; results refer to the data as they are now"
                            .formatted(images.describe(), path, String.join("; ", changes)));
        }
    }

    /** Writes the names of the classes. */
    public void writeClassNames(List<String> names) {
        write(classes(), Json.write(names) + "\n");
    }

    /** The names of the classes; empty if the run has not kept them. */
    public List<String> classNames() {
        if (!Files.exists(classes())) {
            return List.of();
        }
        if (JsonFile.read(classes(), "remove it") instanceof List<?> names) {
            return names.stream().map(Object::toString).toList();
        }
        throw new UsageException(classes() + ": is not a list of names; remove it");
    }

    /**
     * The loss that the metrics end with, a mean over the last logged steps; not a number if there
     * is none.
     */
    public double lastLoss() {
        double last = Double.NaN;
        if (!Files.exists(metrics())) {
            return last;
        }
        try {
            for (String line : Files.readAllLines(metrics())) {
                if (Json.parse(line) instanceof Map<?, ?> map
                        && map.get("loss") instanceof Number loss) {
                    last = loss.doubleValue();
                }
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(metrics() + ": cannot be read (" + e + ")", e);
        } catch (JsonException e) {
            return last; // half a line, as of a run that was killed
        }
    }

    private void write(Path file, String text) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(path);
            AtomicFile.write(file, all);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    ("%s: cannot be written (%s); nothing else was changed; free "
                                    + "some disk space or fix the permissions, then try again")
                            .formatted(file, e),
                    e);
        }
    }

    /**
     * Takes the next turn: from now on this is the newest run of its folder. Runs are numbered as
     * they begin or go on ({@code RUN/turn}), so that a clock set back changes nothing.
     */
    public void takeTurn() {
        long next = 1;
        for (RunFolder run : all(path.toAbsolutePath().getParent())) {
            next = Math.max(next, run.turn() + 1);
        }
        write(path.resolve(TURN), next + "\n");
    }

    /** 0 for a run of a version that gave no turns. */
    private long turn() {
        try {
            Path file = path.resolve(TURN);
            return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0; // damaged: as if there were none
        }
    }

    private static List<RunFolder> all(Path runs) {
        return folders(runs).filter(RunFolder::exists).toList();
    }

    private static Stream<RunFolder> folders(Path runs) {
        if (!Files.isDirectory(runs)) {
            return Stream.of();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.map(RunFolder::new).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    runs + ": cannot be read (" + e + "); fix the permissions, or choose a run", e);
        }
    }

    /**
     * The run that began or went on last, by its turn. Only among runs without one, which older
     * versions left, the times of their files decide; they are older than all others.
     *
     * @throws UsageException if there is none
     */
    public static RunFolder newest(Path runs) {
        return all(runs).stream()
                .max(AGE)
                .orElseThrow(
                        () ->
                                new UsageException(
                                        ("no run in %s; "
                                                        + Setting.command("train")
                                                        + " --config fashion-mnist.yaml trains one; of a run "
                                                        + "elsewhere, give the folder")
                                                .formatted(runs.toAbsolutePath().normalize())));
    }

    /**
     * All runs of a folder, the newest first, among them what is left of runs that have lost their
     * configuration; none where there is no such folder.
     */
    public static List<RunFolder> newestFirst(Path runs) {
        return folders(runs)
                .filter(r -> r.exists() || r.isLeftOver())
                .sorted(AGE.reversed())
                .toList();
    }

    /** A folder that holds parts of a run, but no configuration. */
    public static Optional<RunFolder> remains(Path path) {
        return Optional.of(new RunFolder(path)).filter(RunFolder::isLeftOver);
    }

    private boolean isLeftOver() {
        return !exists() && Stream.of(metrics(), checkpoints(), data()).anyMatch(Files::exists);
    }

    /** The run at a path: the folder itself, or the one whose folder of checkpoints this is. */
    public static Optional<RunFolder> at(Path path) {
        RunFolder run = new RunFolder(path);
        boolean inside = path.endsWith("checkpoints") && path.getParent() != null;
        return Stream.of(run, new RunFolder(inside ? path.getParent() : path))
                .filter(RunFolder::exists)
                .findFirst();
    }

    /**
     * The run that a user named.
     *
     * @throws UsageException if there is none: names the runs that are beside it
     */
    public static RunFolder named(Path path) {
        return at(path).orElseThrow(() -> new UsageException(MissingRun.told(path)));
    }

    /** Those in a folder, by name; none where there is no such folder. */
    static List<String> names(Path runs) {
        return all(runs).stream().map(r -> r.path().getFileName().toString()).sorted().toList();
    }

    /** The run around {@code RUN/checkpoints/STEP[/FILE]}, if there is one. */
    public static Optional<RunFolder> around(Path path) {
        for (Path p = path.toAbsolutePath().normalize(); p != null; p = p.getParent()) {
            RunFolder run = new RunFolder(p);
            if (run.exists()) {
                return Optional.of(run);
            }
        }
        return Optional.empty();
    }

    private FileTime changed() {
        try {
            Path newest = Files.exists(metrics()) ? metrics() : config();
            return Files.getLastModifiedTime(newest);
        } catch (IOException e) {
            return FileTime.fromMillis(0); // gone meanwhile: the oldest
        }
    }
}
