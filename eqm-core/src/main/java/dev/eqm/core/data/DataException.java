package dev.eqm.core.data;

/** An image file cannot be used: says which file, which rule, and what to do about it. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DataException(Object file, String problem) {
        super(file + ": " + problem);
    }

    DataException(Object file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
