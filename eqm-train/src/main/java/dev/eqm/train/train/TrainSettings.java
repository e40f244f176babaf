package dev.eqm.train.train;

import static dev.eqm.core.rule.Rules.require;

/**
 * How long, how much at once, how often to save.
 *
 * @param steps optimiser steps in all
 * @param batchSize images a step
 * @param seed of everything random: initialisation, order of images, γ, noise, label dropout, flips
 * @param logEvery steps between metrics
 * @param checkpointEvery steps between checkpoints; one is written at the end in any case
 * @param keepCheckpoints how many of the newest checkpoints stay on disk
 */
public record TrainSettings(
        long steps,
        int batchSize,
        long seed,
        long logEvery,
        long checkpointEvery,
        int keepCheckpoints) {
    /** The published batch and seed; a length to override. */
    public static final TrainSettings DEFAULT = new TrainSettings(1000, 256, 0, 100, 1000, 3);

    public TrainSettings {
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(
                steps < 1L << 24,
                "steps must be below 2^24 (the step counter is a float32, as in PyTorch), got %s",
                steps);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(logEvery >= 1, "logEvery must be at least 1, got %s", logEvery);
        require(
                checkpointEvery >= 1,
                "checkpointEvery must be at least 1, got %s",
                checkpointEvery);
        require(
                keepCheckpoints >= 1,
                "keepCheckpoints must be at least 1, got %s",
                keepCheckpoints);
    }
}
