package dev.eqm.run.folder;

import dev.eqm.core.store.AtomicFile;
import dev.eqm.sample.output.OutputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are complete or not there. */
public final class TextFile {
    private TextFile() {}

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
