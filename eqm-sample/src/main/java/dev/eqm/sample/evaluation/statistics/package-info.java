/**
 * Sets of features as Gaussians: what the Fréchet distance compares. {@link
 * dev.eqm.sample.evaluation.statistics.Moments} takes features in, in batches of any size; {@link
 * dev.eqm.sample.evaluation.statistics.GroupedMoments} also says how sure a distance is; {@link
 * dev.eqm.sample.evaluation.statistics.FrechetDistance} compares two; {@link
 * dev.eqm.sample.evaluation.statistics.ReferenceFile} keeps them with where they come from, and
 * reads the reference files of ADM.
 *
 * <p>Letters: N images, D numbers an image, μ mean, Σ covariance.
 */
package dev.eqm.sample.evaluation.statistics;
