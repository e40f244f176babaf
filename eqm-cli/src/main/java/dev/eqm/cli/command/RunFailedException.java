package dev.eqm.cli.command;

/** A run that began and could not be finished; the message says what is left and what to do. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RunFailedException(String message) {
        super(message);
    }

    RunFailedException(String message, Exception cause) {
        super(message, cause);
    }
}
