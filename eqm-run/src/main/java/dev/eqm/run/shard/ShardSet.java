package dev.eqm.run.shard;

import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.SamplingFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All parts of a job, complete, undamaged and made with the same settings. While it is open no
 * other process can make one of them again.
 *
 * @param parts in order
 */
public record ShardSet(List<Part> parts, List<ShardFolder> held) implements AutoCloseable {
    /** A part that is complete. */
    public record Part(Path folder, Shard shard, Shard.Rows rows) {}

    public ShardSet {
        parts = List.copyOf(parts);
        held = List.copyOf(held);
    }

    /**
     * Opens and checks all parts; reads every file once.
     *
     * @param settings of the whole job
     * @param rows of the whole job
     * @param batch rows computed at once
     * @param files that each part has
     * @throws UsageException for the first rule that is broken: says where, and what to do
     */
    public static ShardSet open(
            ShardFolders folders, MadeWith settings, int rows, int batch, List<String> files) {
        int count = folders.count();
        requireComplete(folders, count);
        List<Part> parts = new ArrayList<>();
        List<ShardFolder> held = new ArrayList<>();
        try {
            for (int i = 1; i <= count; i++) {
                Shard shard = new Shard(i, count);
                ShardFolder own = ShardFolder.open(folders, shard, settings, false);
                held.add(own);
                own.requireComplete(rows, batch, files);
                parts.add(new Part(folders.of(shard), shard, shard.rows(rows, batch)));
            }
            return new ShardSet(parts, held);
        } catch (RuntimeException e) {
            held.forEach(ShardFolder::close);
            throw e;
        }
    }

    private static void requireComplete(ShardFolders folders, int count) {
        List<String> missing =
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> new Shard(i, count))
                        .filter(shard -> !isComplete(folders.of(shard)))
                        .map(Shard::toString)
                        .toList();
        if (!missing.isEmpty()) {
            throw new UsageException(
                    "%s: missing or not complete: %s; run the same command with %s for each of them, then merge again"
                            .formatted(
                                    folders.path(),
                                    String.join(", ", missing),
                                    Setting.of("shard")));
        }
    }

    private static boolean isComplete(Path folder) {
        return SamplingFile.isIn(folder) && Files.exists(folder.resolve(ShardManifest.NAME));
    }

    @Override
    public void close() {
        held.forEach(ShardFolder::close);
    }
}
