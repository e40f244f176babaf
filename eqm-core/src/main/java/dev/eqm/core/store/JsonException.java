package dev.eqm.core.store;

/**
 * A text is not the strict JSON that {@link Json} reads: says what and at which offset. It does not
 * know which file the text came from; whoever read the file adds that.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * Tells the place and the problem.
     *
     * @param offset index of the offending character in the text
     */
    JsonException(int offset, String problem) {
        super("JSON, offset " + offset + ": " + problem);
    }
}
