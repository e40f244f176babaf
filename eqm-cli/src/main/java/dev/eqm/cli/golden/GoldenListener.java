package dev.eqm.cli.golden;

/** Hears of cases as they run, on the running thread. */
public interface GoldenListener {
    /** Hears nothing. */
    GoldenListener NONE = new GoldenListener() {};

    /** A case begins: the {@code number}-th, from 1, of {@code total}. */
    default void started(String id, int number, int total) {}

    /** A case is done. */
    default void finished(CaseResult result) {}
}
