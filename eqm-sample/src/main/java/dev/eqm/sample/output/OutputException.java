package dev.eqm.sample.output;

import dev.eqm.core.data.DataException;
import java.io.IOException;
import java.nio.file.Path;

/** Samples cannot be written: says where, why, and what to do about it. */
public final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public OutputException(Path path, String problem) {
        super(path + ": " + problem);
    }

    public OutputException(Path path, IOException cause) {
        this(path, cause, cause);
    }

    private OutputException(Path path, Throwable reason, Exception cause) {
        super(
                ("%s: cannot be written (%s); finished samples are kept: free some disk "
                                + "space or clear the path, then run the same command again to continue")
                        .formatted(path, reason),
                cause);
    }

    /** The same for a picture's writer, which wraps what the system said. */
    public static OutputException because(Path path, DataException e) {
        return new OutputException(path, e.getCause() == null ? e : e.getCause(), e);
    }
}
