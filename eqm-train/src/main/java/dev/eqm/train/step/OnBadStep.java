package dev.eqm.train.step;

/** What follows a step whose loss or gradient is not finite; it never reaches the parameters. */
public enum OnBadStep {
    /** The run ends. */
    STOP,
    /** The next batch is tried; parameters, moments and averages stay as they are. */
    SKIP
}
