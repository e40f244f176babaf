package dev.eqm.run.overview;

import dev.eqm.core.check.Setting;
import dev.eqm.core.store.JsonObject;
import dev.eqm.run.UsageException;
import dev.eqm.run.folder.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * All runs of a folder.
 *
 * @param folder that holds them
 * @param runs the one that began or went on last first; what is left of a run that cannot be read
 *     is among them
 */
public record RunList(Path folder, List<RunSummary> runs) {
    public RunList {
        runs = List.copyOf(runs);
    }

    /**
     * Looks at all of them.
     *
     * @throws UsageException if the folder is none, or a run itself
     */
    public static RunList in(Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + " is a file; give a folder of runs");
        }
        if (new RunFolder(folder).exists()) {
            throw new UsageException(
                    ("%s is a run, not a folder of runs: " + Setting.command("show") + " %s")
                            .formatted(folder, folder));
        }
        return new RunList(
                folder, RunFolder.newestFirst(folder).stream().map(RunSummary::of).toList());
    }

    /** For programs. */
    public JsonObject toJson() {
        return JsonObject.of("folder", folder.toString())
                .with("runs", runs.stream().map(RunSummary::toJson).toList());
    }
}
