package dev.eqm.core.check;

/**
 * A value that breaks a rule of eqm, with the rule, the value and what to do in its message. The
 * caller gave it: nothing was done yet. A plain {@link IllegalArgumentException} is a bug instead.
 */
public final class BrokenRuleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message that says all of it. */
    public BrokenRuleException(String message) {
        super(message);
    }

    /** The same, found by way of another exception. */
    public BrokenRuleException(String message, Throwable cause) {
        super(message, cause);
    }
}
