package dev.eqm.run.reproduce.work;

import dev.eqm.run.pipeline.FollowedField;
import dev.eqm.sample.generate.Sampling;

/**
 * An arm with every placeholder filled in: which training, and how it is sampled.
 *
 * @param field what of an explicit energy is followed
 */
public record Bound(TrainingTask training, Sampling sampling, FollowedField field) {}
