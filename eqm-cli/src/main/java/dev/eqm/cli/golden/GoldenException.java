package dev.eqm.cli.golden;

/** A golden folder that does not hold what it should; says where, what, which rule. */
public final class GoldenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GoldenException(String where, String problem) {
        super(where + ": " + problem);
    }

    GoldenException(String where, String problem, Throwable cause) {
        super(where + ": " + problem, cause);
    }
}
