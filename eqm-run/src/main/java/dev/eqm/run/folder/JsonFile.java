package dev.eqm.run.folder;

import dev.eqm.core.store.Json;
import dev.eqm.core.store.JsonException;
import dev.eqm.run.UsageException;
import java.io.IOException;
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
     * Reads a small file that an earlier process wrote.
     *
     * @param remedy what to do with one that is no JSON, such as to remove it
     * @throws UsageException if it cannot be read
     */
    public static Object read(Path file, String remedy) {
        try {
            return Json.parse(Files.readString(file));
        } catch (IOException | JsonException e) {
            throw new UsageException(
                    "%s: cannot be read (%s); %s".formatted(file, e.getMessage(), remedy));
        }
    }

    /** JSON has no infinity: null instead. */
    public static Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
