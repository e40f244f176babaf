package dev.eqm.core.store;

/** A text is not the strict JSON that {@link Json} reads: says what and at which offset. */
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
