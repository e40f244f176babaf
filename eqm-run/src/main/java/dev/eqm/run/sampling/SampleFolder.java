package dev.eqm.run.sampling;

import dev.eqm.core.check.BrokenRuleException;
import dev.eqm.core.check.Setting;
import dev.eqm.run.RunListener;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.Numbered;
import dev.eqm.run.folder.Target;
import dev.eqm.run.shard.ShardFolders;
import dev.eqm.sample.output.MadeWith;
import dev.eqm.sample.output.SamplingFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a folder of samples goes.
 *
 * @param path made if it is not there
 * @param named by somebody: other samples in it are refused; else those go to {@code path-2}, and
 *     so on
 * @param overwrite true: begins anew and replaces what is there
 */
public record SampleFolder(Path path, boolean named, boolean overwrite) {
    static final String ELSEWHERE =
            "; %s replaces what is there, %s writes elsewhere"
                    .formatted(Setting.of("overwrite"), Setting.of("out", "DIR"));

    /** Sheets lie in the same folder, and are not touched. */
    private static final String SHEET = "(compose|denoise|inpaint|strip|neighbours|ood)\\.[a-z]+";

    /** A folder that is new, or is to be gone on with. */
    public static SampleFolder of(Path path) {
        return new SampleFolder(path, true, false);
    }

    /**
     * Refuses what no samples could be written to; before they are known.
     *
     * @param shards whether shards of the samples may lie there
     * @throws UsageException if the folder takes no files, or holds other things
     */
    void requirePossible(boolean shards) {
        Target.folder(path);
        if (named && !overwrite && !SamplingFile.isIn(path) && !isFree(path, shards)) {
            throw new UsageException(path + " is not empty" + ELSEWHERE);
        }
    }

    /**
     * The folder for samples that are made so.
     *
     * @throws UsageException if it was named and holds others: says what differs
     */
    Path of(MadeWith wanted, RunListener listener) {
        return named ? theNamed(wanted) : theNext(wanted, listener);
    }

    private Path theNamed(MadeWith wanted) {
        List<MadeWith.Difference> others = overwrite ? List.of() : differences(path, wanted);
        if (!others.isEmpty()) {
            throw new UsageException(
                    path
                            + " contains samples made with other settings: "
                            + SettingsText.of(others)
                            + ELSEWHERE);
        }
        return path;
    }

    /** The one that holds these samples, or a part of them; else the first that is free. */
    private Path theNext(MadeWith wanted, RunListener listener) {
        List<Path> free = new ArrayList<>();
        String others = "";
        for (Path folder : Numbered.of(path)) {
            if (!SamplingFile.isIn(folder)) {
                free.addAll(isFree(folder, false) ? List.of(folder) : List.of());
                continue;
            }
            List<MadeWith.Difference> found = differences(folder, wanted);
            if (found.isEmpty()) {
                return folder;
            }
            others =
                    folder
                            + " contains samples made with other settings ("
                            + SettingsText.of(found)
                            + ")";
        }
        if (overwrite) {
            return path;
        }
        if (!free.get(0).equals(path) && !others.isEmpty()) {
            listener.found(others + "; new samples go to " + free.get(0));
        }
        return free.get(0);
    }

    private static List<MadeWith.Difference> differences(Path folder, MadeWith wanted) {
        try {
            return SamplingFile.differences(folder, wanted);
        } catch (BrokenRuleException e) {
            throw new UsageException(e.getMessage() + ELSEWHERE, e);
        }
    }

    /** Holds nothing that samples would replace or stand beside. */
    private static boolean isFree(Path folder, boolean shards) {
        if (Files.notExists(folder)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString())
                    .allMatch(
                            name ->
                                    name.equals(SamplingFile.LOCK)
                                            || name.matches(SHEET)
                                            || (shards && name.equals(ShardFolders.NAME)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + folder, e);
        }
    }
}
