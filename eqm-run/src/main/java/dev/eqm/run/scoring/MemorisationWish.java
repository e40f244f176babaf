package dev.eqm.run.scoring;

/** Whether samples are looked at for copies of what training saw. */
public enum MemorisationWish {
    /** Where the run's data have held-out images, if no scores were named. */
    WITH_ALL_SCORES,
    /** Yes; refused where it cannot be. */
    REQUIRED,
    /** No. */
    OFF
}
