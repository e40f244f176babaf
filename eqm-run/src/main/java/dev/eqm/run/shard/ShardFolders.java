package dev.eqm.run.shard;

import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the parts of a job lie: {@code 1-of-8}, {@code 2-of-8} and so on in one folder.
 *
 * @param path that folder
 */
public record ShardFolders(Path path) {
    /** The folder's name in the folder of the results. */
    public static final String NAME = "shards";

    static final String AGAIN =
            "(%s with its number and %s)".formatted(Setting.of("shard"), Setting.of("overwrite"));

    private static final Pattern FOLDER = Pattern.compile("(\\d{1,6})-of-(\\d{1,6})");

    /** Beside results that go to a folder. */
    public static ShardFolders in(Path results) {
        return new ShardFolders(results.resolve(NAME));
    }

    /** Of one part. */
    public Path of(Shard shard) {
        return path.resolve(shard.number() + "-of-" + shard.count());
    }

    /** The parts that have been begun, in order. */
    public List<Shard> begun() {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.map(entry -> FOLDER.matcher(entry.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(m -> Shard.parse(m.group(1) + "/" + m.group(2)))
                    .sorted(Comparator.comparing(Shard::count).thenComparing(Shard::number))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": cannot be read: " + e, e);
        }
    }

    /**
     * How many parts the job has here.
     *
     * @throws UsageException if there is none, or if some are parts of so many and some of others
     */
    int count() {
        List<Shard> all = begun();
        if (all.isEmpty()) {
            throw new UsageException(
                    "%s: there are no shards here; make them first with %s"
                            .formatted(path, Setting.of("shard", "1/N")));
        }
        Shard first = all.get(0);
        all.forEach(other -> requireSameCount(first, other));
        return first.count();
    }

    /** Refuses to begin a part of another division of the job. */
    void requireFits(Shard shard) {
        begun().forEach(other -> requireSameCount(shard, other));
    }

    private void requireSameCount(Shard one, Shard other) {
        if (one.count() != other.count()) {
            throw new UsageException(
                    "%s: shards of %d and of %d cannot be merged, and %s is here already; use one number of shards, remove the others, or choose another folder with %s"
                            .formatted(
                                    path,
                                    one.count(),
                                    other.count(),
                                    of(other).getFileName(),
                                    Setting.of("out", "DIR")));
        }
    }
}
