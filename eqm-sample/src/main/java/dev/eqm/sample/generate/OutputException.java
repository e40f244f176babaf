package dev.eqm.sample.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Samples cannot be written: says where, why, and what to do about it. */
public final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OutputException(Path path, String problem) {
        super(path + ": " + problem);
    }

    OutputException(Path path, IOException cause) {
        super(path + ": cannot be written: " + cause, cause);
    }

    /** Makes the folder with its parents: a run should fail before it has sampled for an hour. */
    static Path createFolder(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new OutputException(folder, e);
        }
    }
}
