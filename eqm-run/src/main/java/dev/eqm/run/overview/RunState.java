package dev.eqm.run.overview;

import java.util.Locale;

/** How a run is doing. */
public enum RunState {
    /** Another process trains it now. */
    TRAINING,
    /** All its steps are done. */
    COMPLETE,
    /** Steps are left, and a checkpoint can be resumed. */
    STOPPED,
    /** It has begun and has no checkpoint yet. */
    BEGUN,
    /** Something of it cannot be read. */
    DAMAGED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
