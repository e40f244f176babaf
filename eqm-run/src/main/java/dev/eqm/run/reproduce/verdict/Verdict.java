package dev.eqm.run.reproduce.verdict;

import java.util.Locale;

/** What an experiment says of a claim. */
public enum Verdict {
    /** The interval of the difference leaves out 0 on the side that the claim says. */
    AGREES,
    /** It leaves out 0 on the other side. */
    DISAGREES,
    /** It contains 0. */
    CANNOT_BE_TOLD_APART,
    /** Something is missing: a place, a scale, a training that failed. */
    NOT_ASKED;

    /** In words. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
