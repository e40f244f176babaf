package dev.eqm.run.shard;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.run.UsageException;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.SamplingFile;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The folder of one part, held by this process: no other can work in it.
 *
 * @param path where it is
 * @param progress how far it has come
 */
public record ShardFolder(Path path, Shard shard, MadeWith settings, SamplingFile progress)
        implements AutoCloseable {
    /**
     * Begins a part, or goes on with it.
     *
     * @param settings of the whole job
     * @param anew forgets what an earlier process made of this part
     * @throws UsageException if the parts that are here belong to a job with other settings or
     *     another number of parts, or if another process works on this part
     */
    public static ShardFolder open(
            ShardFolders folders, Shard shard, MadeWith settings, boolean anew) {
        folders.requireFits(shard);
        for (Shard other : folders.begun()) {
            if (!anew || !other.equals(shard)) {
                requireSame(folders.of(other), settings.and("shard", other.toString()));
            }
        }
        Path path = folders.of(shard);
        MadeWith own = settings.and("shard", shard.toString());
        try {
            SamplingFile progress = SamplingFile.open(path, own, anew);
            if (!progress.complete()) {
                ShardManifest.forget(path);
            }
            return new ShardFolder(path, shard, own, progress);
        } catch (BrokenRuleException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private static void requireSame(Path folder, MadeWith wanted) {
        List<MadeWith.Difference> differences;
        try {
            differences = SamplingFile.differences(folder, wanted);
        } catch (BrokenRuleException e) {
            throw new UsageException(e.getMessage(), e);
        }
        if (!differences.isEmpty()) {
            throw new UsageException(
                    "%s: belongs to another job: %s; all shards and the merge need the same settings and the same model: correct them, or choose another folder with %s"
                            .formatted(
                                    folder,
                                    differences.stream()
                                            .map(ShardFolder::words)
                                            .collect(Collectors.joining(", ")),
                                    Setting.of("out", "DIR")));
        }
    }

    private static String words(MadeWith.Difference d) {
        return "%s was %s, now %s"
                .formatted(
                        d.name(),
                        d.before().isEmpty() ? "not set" : d.before(),
                        d.now().isEmpty() ? "not set" : d.now());
    }

    /**
     * All rows are in the files: writes the manifest.
     *
     * @param rows of the whole job that the part has
     */
    public void complete(Shard.Rows rows, List<String> files) {
        ShardManifest.of(path, shard, rows, settings, files).write(path);
        progress.saveComplete(rows.size());
    }

    /**
     * Reads the files of a complete part.
     *
     * @param rows of the whole job
     * @throws UsageException if the manifest or a file is damaged
     */
    public void requireComplete(int rows, int batch, List<String> files) {
        ShardManifest found = ShardManifest.read(path);
        boolean same =
                found.shard().equals(shard)
                        && found.rows().equals(shard.rows(rows, batch))
                        && settings.differencesFrom(found.settings()).isEmpty();
        if (!same) {
            throw new UsageException(
                    path.resolve(ShardManifest.NAME)
                            + ": does not belong to shard "
                            + shard
                            + " of this job; make this shard again "
                            + ShardFolders.AGAIN);
        }
        found.requireWhole(path, files);
    }

    @Override
    public void close() {
        progress.close();
    }
}
