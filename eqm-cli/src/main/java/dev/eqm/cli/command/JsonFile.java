package dev.eqm.cli.command;

import dev.eqm.cli.config.ConfigException;
import dev.eqm.core.store.Json;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON files: complete or not there. */
final class JsonFile {
    private JsonFile() {}

    /** Writes the value over several lines, and the file's folder if needed. */
    static void write(Path file, Object value) {
        TextFile.write(file, Json.writePretty(value) + "\n");
    }

    /**
     * Checks, before any work, that a report can be written to a folder.
     *
     * @param folder null if none is wanted
     */
    static void requireFree(Path folder, String name) {
        if (folder == null) {
            return;
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ConfigException(folder + " is no folder; name another with --out DIR");
        }
        if (Files.exists(folder.resolve(name))) {
            throw new ConfigException(
                    folder.resolve(name)
                            + " is there already; name another folder with --out DIR, or remove it");
        }
    }

    /** JSON has no infinity: null instead. */
    static Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
