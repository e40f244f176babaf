package dev.eqm.train.train;

import dev.eqm.models.sit.SiTConfig;

/**
 * What must stay the same for a run to be resumed exactly.
 *
 * @param architecture of the network
 * @param seed of everything random
 * @param batchSize images a step, which with the step gives the place in the data
 * @param loss the objective, schedule included, as text
 */
public record RunIdentity(SiTConfig architecture, long seed, int batchSize, String loss) {}
