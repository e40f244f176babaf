package dev.eqm.sample.integrator;

import ai.djl.ndarray.NDArray;
import dev.eqm.sample.sampler.SampleResult;

/**
 * What an adaptive solver did.
 *
 * @param result where samples ended, and why
 * @param gradient −v at their ends, [N, C, H, W], owned by the caller's scope
 * @param steps accepted steps of every sample, [N]
 * @param rejected steps of every sample that were tried again smaller, [N]
 * @param evaluations NFE of every sample, [N]
 * @param calls of the velocity, each with the samples that were still moving
 */
public record AdaptiveSolution(
        SampleResult result,
        NDArray gradient,
        int[] steps,
        int[] rejected,
        int[] evaluations,
        long calls) {}
