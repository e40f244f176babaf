package dev.eqm.run.folder;

import dev.eqm.core.store.Json;
import java.nio.file.Path;

/** Reports as JSON files: complete or not there. */
public final class JsonFile {
    private JsonFile() {}

    /** Writes the value over several lines, and the file's folder if needed. */
    public static void write(Path file, Object value) {
        TextFile.write(file, Json.writePretty(value) + "\n");
    }

    /** JSON has no infinity: null instead. */
    public static Double finite(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }
}
