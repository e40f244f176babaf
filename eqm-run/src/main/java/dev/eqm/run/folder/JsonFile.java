package dev.eqm.run.folder;

import dev.eqm.core.store.Json;
import dev.eqm.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON files: complete or not there. */
public final class JsonFile {
    private JsonFile() {}

    /** Writes the value over several lines, and the file's folder if needed. */
    public static void write(Path file, Object value) {
        TextFile.write(file, Json.writePretty(value) + "\n");
    }

    /**
     * Checks, before any work, that a report can be written to a folder.
     *
     * @param folder null if none is wanted
     */
    public static void requireFree(Path folder, String name) {
        if (folder == null) {
            return;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + " is no folder; name another with --out DIR");
        }
        if (Files.exists(folder.resolve(name))) {
            throw new UsageException(
                    folder.resolve(name)
                            + " is there already; name another folder with --out DIR, or remove it");
        }
    }

    /** JSON has no infinity: null instead. */
    public static Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
