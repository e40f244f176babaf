package dev.eqm.run;

/**
 * What was asked for cannot be done: an option, a path or a combination of them is wrong. The
 * message says what, which rule and what to do; nothing was done.
 */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a message that says all of it. */
    public UsageException(String message) {
        super(message);
    }

    /** The same, found by way of another exception. */
    public UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
