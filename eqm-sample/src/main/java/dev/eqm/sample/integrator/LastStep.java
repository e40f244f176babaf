package dev.eqm.sample.integrator;

/**
 * What an SDE sampler does at t = 1 − s, behind which the score is too steep, without noise. One
 * evaluation, except for none. The names are those of {@code last_step} in the published code of
 * SiT, which takes the mean with s = 0.04.
 */
public enum LastStep {
    /** Nothing: the samples are the states at 1 − s. */
    NONE,
    /** x + s·(v + w·score), the mean of one more step. */
    MEAN,
    /** x/t + (1 − t)²/t·score, the posterior mean; on the linear path x + (1 − t)·v. */
    TWEEDIE,
    /** x + s·v, a step of the ODE. */
    EULER
}
