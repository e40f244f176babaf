/**
 * Scores of whole tables of features. {@link dev.eqm.sample.evaluation.score.KernelDistance} (KID),
 * {@link dev.eqm.sample.evaluation.score.InceptionScore}, {@link
 * dev.eqm.sample.evaluation.score.Manifolds} (precision, recall, density, coverage). The Fréchet
 * distances need no tables: they are in the package of statistics.
 *
 * <p>Each answers an {@link dev.eqm.sample.evaluation.statistics.Estimate}: a number, and what
 * resampling says of its uncertainty.
 */
package dev.eqm.sample.evaluation.score;
