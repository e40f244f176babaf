package dev.eqm.sample.session;

/** A request took longer than its timeout: says how far it had come and what to do. */
public final class RequestTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RequestTimeoutException(String message) {
        super(message);
    }
}
