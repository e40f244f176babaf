package dev.eqm.sample.output;

import ai.djl.ndarray.NDArray;

/**
 * Finished samples as the network knows them.
 *
 * @param first the index of the first one in the whole run
 * @param labels what they were conditioned on, [N]
 * @param states [N, C, H, W], pixels or latents; closed after the call that hands them over
 */
public record SampleBatch(int first, long[] labels, NDArray states) {}
