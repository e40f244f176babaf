package dev.eqm.run.folder;

import dev.eqm.core.store.AtomicFile;
import dev.eqm.run.UsageException;
import dev.eqm.sample.output.OutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are complete or not there. */
public final class TextFile {
    private TextFile() {}

    /** Checks, before any work, that a file is not there, or may be replaced. */
    public static void requireFree(Path out, boolean overwrite) {
        if (Files.exists(out) && !overwrite) {
            throw new UsageException(
                    out
                            + " is there already; --overwrite replaces it, --out FILE writes elsewhere");
        }
    }

    /**
     * Checks, before any work, that a folder can take a file, which must not be there unless it may
     * be replaced.
     */
    public static void requireFree(Path folder, String name, boolean overwrite) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(folder + " is no folder; name another with --out DIR");
        }
        Path file = folder.resolve(name);
        if (!overwrite && Files.exists(file)) {
            throw new UsageException(
                    file
                            + " is there already; --overwrite replaces it, --out DIR writes elsewhere");
        }
    }

    /** Writes UTF-8 text; makes the folder if it is missing. */
    public static void write(Path file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            AtomicFile.write(file, bytes);
        } catch (IOException e) {
            throw new OutputException(file, e);
        }
    }
}
