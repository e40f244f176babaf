package dev.eqm.core.data;

import java.util.Locale;

/**
 * An image file cannot be used: says which file, which rule, and what to do about it.
 *
 * <p>For what lies on disk and may be mended there. A wrong argument is a {@link
 * dev.eqm.core.check.BrokenRuleException} instead, told before any file is opened.
 */
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

    /** The same with what led to it. */
    public DataException(Object file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }

    /**
     * Refuses a file that breaks a rule.
     *
     * @param file what it concerns; stands before the rule and is no part of the format
     * @param rule a format that says what was found, which rule it breaks, and what to do
     */
    public static void require(Object file, boolean holds, String rule, Object... values) {
        if (!holds) {
            throw new DataException(file, String.format(Locale.ROOT, rule, values));
        }
    }
}
