package dev.eqm.sample.evaluation.score;

import dev.eqm.sample.evaluation.statistics.Estimate;

/**
 * Scores of the pictures of one class.
 *
 * @param label of the class
 * @param samples pictures that carry the label
 * @param references pictures of the reference that carry it
 * @param distance the Fréchet distance of pooled features of the former to those of the latter; not
 *     a number if either are fewer than two
 * @param agreement the share of samples that the net assigns to the class; not a number if the net
 *     names no classes or there are no samples
 */
public record ClassScore(
        long label, int samples, int references, Estimate distance, Estimate agreement) {}
