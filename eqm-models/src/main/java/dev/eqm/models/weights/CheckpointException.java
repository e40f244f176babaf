package dev.eqm.models.weights;

import java.nio.file.Path;

/** A checkpoint that does not hold what was asked of it; the message names path, key and rule. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A problem with a whole file or folder. */
    public CheckpointException(Path path, String problem) {
        super(path + ": " + problem);
    }

    /** The same with a cause. */
    public CheckpointException(Path path, String problem, Throwable cause) {
        super(path + ": " + problem, cause);
    }
}
