package dev.eqm.core.ranks;

/**
 * Training over ranks cannot go on: a rank did not answer in time, failed, or differs from the
 * others. Earlier checkpoints are whole.
 */
public final class RanksException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String origin;
    private final boolean quiet;

    private RanksException(String message, String origin, boolean quiet, Throwable cause) {
        super(message, cause);
        this.origin = origin;
        this.quiet = quiet;
    }

    /** Something that this rank found. */
    public RanksException(String message) {
        this(message, RanksException.class.getName(), false, null);
    }

    /** The same, with what led to it. */
    public RanksException(String message, Throwable cause) {
        this(message, RanksException.class.getName(), false, cause);
    }

    /**
     * What every rank throws when the work of one has failed.
     *
     * @param origin the class of the first failure
     * @param quiet whether another rank tells it
     * @param cause this rank's own failure, or null
     */
    static RanksException agreed(String message, String origin, boolean quiet, Throwable cause) {
        return new RanksException(message, origin, quiet, cause);
    }

    /** The same as it is to be taken by a caller: as if it were of another class. */
    public RanksException during(Class<? extends RuntimeException> kind) {
        return new RanksException(getMessage(), kind.getName(), quiet, this);
    }

    /** The name of the class of what failed first, on whatever rank: what it means to a caller. */
    public String origin() {
        return origin;
    }

    /** True if rank 0 tells the same, so that nobody else has to. */
    public boolean isQuiet() {
        return quiet;
    }
}
