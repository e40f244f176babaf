package dev.eqm.cli.golden;

import java.util.Locale;

/**
 * A golden folder that does not hold what it should; says where, what, which rule. It speaks of the
 * folder alone: wrong numbers of eqm are a {@link CaseResult}, never an exception.
 */
public final class GoldenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoldenException(Object where, String problem) {
        super(where + ": " + problem);
    }

    GoldenException(Object where, String problem, Throwable cause) {
        super(where + ": " + problem, cause);
    }

    /**
     * Refuses what breaks a rule.
     *
     * @param where a file, or a place in one
     * @param problem a format of {@code %s} alone
     */
    static void require(boolean holds, Object where, String problem, Object... values) {
        if (!holds) {
            throw new GoldenException(where, String.format(Locale.ROOT, problem, values));
        }
    }
}
