package dev.eqm.run;

/** A run that began and could not be finished; the message says what is left and what to do. */
public class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RunFailedException(String message) {
        super(message);
    }

    public RunFailedException(String message, Exception cause) {
        super(message, cause);
    }
}
