package dev.eqm.models.weights;

import java.nio.file.Path;
import java.util.Locale;

/** A checkpoint that does not hold what was asked of it; the message names path, key and rule. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A problem with a file or folder.
     *
     * @param problem a format, {@code "tensor '%s' is missing; ..."}
     */
    public static CheckpointException of(Path path, String problem, Object... values) {
        return new CheckpointException(path, String.format(Locale.ROOT, problem, values));
    }

    /** A problem with a whole file or folder. */
    public CheckpointException(Path path, String problem) {
        super(path + ": " + problem);
    }

    /** The same with a cause. */
    public CheckpointException(Path path, String problem, Throwable cause) {
        super(path + ": " + problem, cause);
    }
}
