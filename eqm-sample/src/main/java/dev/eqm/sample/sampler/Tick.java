package dev.eqm.sample.sampler;

/**
 * Which update it is; the same for all samples.
 *
 * @param number from 1
 * @param factor what the schedule makes of the step size: a rule moves by factor·η
 */
public record Tick(int number, double factor) {}
