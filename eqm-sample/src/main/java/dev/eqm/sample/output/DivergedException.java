package dev.eqm.sample.output;

/** A generation run ended because its states were no pictures: says which, where and what now. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With a message that says all of it. */
    public DivergedException(String message) {
        super(message);
    }
}
