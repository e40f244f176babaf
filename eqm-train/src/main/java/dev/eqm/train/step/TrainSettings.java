package dev.eqm.train.step;

import static dev.eqm.core.check.Check.require;
import static dev.eqm.core.check.Check.requireGiven;

import dev.eqm.core.data.Batches;
import dev.eqm.core.data.ImageSource;

/**
 * How long, how much at once, what to do with odd gradients, how often to save.
 *
 * @param steps optimiser steps in all
 * @param batchSize images a step
 * @param microBatch images at a time within a step; fewer need less memory; 0 is the whole batch
 * @param recompute true: activations inside the blocks of a transformer are not kept for the
 *     backward pass but computed again there; the same numbers in less memory and about a third
 *     more time
 * @param seed of everything random: initialisation, order of images, γ, noise, label dropout, flips
 * @param gamma how γ is drawn
 * @param clipNorm gradients of a larger norm are shortened to it; 0 is off
 * @param onBadStep what follows a loss or gradient that is not finite
 * @param badStepLimit so many bad steps in a row end the run even if they are skipped
 * @param logEvery steps between metrics
 * @param checkpointEvery steps between checkpoints; one is written at the end in any case
 * @param keepCheckpoints how many of the newest checkpoints stay on disk
 */
public record TrainSettings(
        long steps,
        int batchSize,
        int microBatch,
        boolean recompute,
        long seed,
        GammaDraw gamma,
        double clipNorm,
        OnBadStep onBadStep,
        int badStepLimit,
        long logEvery,
        long checkpointEvery,
        int keepCheckpoints) {
    /** The published batch and seed; a length to override. */
    public static final TrainSettings DEFAULT =
            new TrainSettings(
                    1000, 256, 0, false, 0, GammaDraw.UNIFORM, 0, OnBadStep.STOP, 10, 100, 1000, 3);

    public TrainSettings {
        requireGiven("gamma", gamma, "onBadStep", onBadStep);
        require(steps >= 1, "steps must be at least 1, got %s", steps);
        require(
                steps < 1L << 24,
                "steps must be below 2^24 (the step counter is a float32, as in PyTorch), got %s",
                steps);
        require(batchSize >= 1, "batchSize must be at least 1, got %s", batchSize);
        require(
                microBatch >= 0 && microBatch <= batchSize,
                "microBatch must lie in [0, %s] (up to batchSize), got %s",
                batchSize,
                microBatch);
        require(
                clipNorm >= 0 && clipNorm < Float.MAX_VALUE,
                "clipNorm must be finite and not negative (0 is off), got %s",
                clipNorm);
        require(badStepLimit >= 1, "badStepLimit must be at least 1, got %s", badStepLimit);
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

    /** What a run of these settings trains on: batches of their size, from their seed. */
    public Batches batches(ImageSource images, boolean flip) {
        return new Batches(images, batchSize, seed, flip);
    }

    /** The same for another length, logged and saved otherwise. */
    public TrainSettings lasting(
            long total, long loggedEvery, long savedEvery, int checkpointsKept) {
        return with(total, recompute, loggedEvery, savedEvery, checkpointsKept);
    }

    /** The same with activations computed again, or kept. */
    public TrainSettings recomputing(boolean again) {
        return with(steps, again, logEvery, checkpointEvery, keepCheckpoints);
    }

    private TrainSettings with(long total, boolean again, long log, long save, int keep) {
        return new TrainSettings(
                total,
                batchSize,
                microBatch,
                again,
                seed,
                gamma,
                clipNorm,
                onBadStep,
                badStepLimit,
                log,
                save,
                keep);
    }
}
