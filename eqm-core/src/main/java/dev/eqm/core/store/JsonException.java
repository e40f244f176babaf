package dev.eqm.core.store;

/** A text is not the strict JSON that {@link Json} reads: says what and at which offset. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int offset;

    JsonException(int offset, String problem) {
        super("JSON, offset " + offset + ": " + problem);
        this.offset = offset;
    }

    /** Index of the offending character in the text. */
    public int offset() {
        return offset;
    }
}
