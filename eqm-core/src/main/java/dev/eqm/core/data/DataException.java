package dev.eqm.core.data;

/** An image file cannot be used: says which file, which rule, and what to do about it. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A problem of a file, a folder or a set of images; sources of your own throw it too.
     *
     * @param file what it concerns
     * @param problem which rule is broken, and what to do
     */
    public DataException(Object file, String problem) {
        super(file + ": " + problem);
    }

    DataException(Object file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
