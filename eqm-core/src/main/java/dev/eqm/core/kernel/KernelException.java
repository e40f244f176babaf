package dev.eqm.core.kernel;

/**
 * A kernel text that does not compile, or a call that libtorch refused; the message names text,
 * method and shapes.
 */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KernelException(String message) {
        super(message);
    }

    KernelException(String message, Throwable cause) {
        super(message, cause);
    }
}
