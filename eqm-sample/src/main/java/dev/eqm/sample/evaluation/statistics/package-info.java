/**
 * Numbers with their uncertainty, and sets of features as Gaussians.
 *
 * <p>{@link dev.eqm.sample.evaluation.statistics.Estimate} is what scores and measurements answer
 * with: means with standard errors, the jackknife, scatter over parts. {@link
 * dev.eqm.sample.evaluation.statistics.Bootstrap} makes one by resampling, of a mean over images or
 * of any measures at once.
 *
 * <p>The Fréchet distance compares Gaussians: {@link dev.eqm.sample.evaluation.statistics.Moments}
 * takes features in, in batches of any size; {@link
 * dev.eqm.sample.evaluation.statistics.GroupedMoments} also says how sure a distance is; {@link
 * dev.eqm.sample.evaluation.statistics.FrechetDistance} compares two; {@link
 * dev.eqm.sample.evaluation.statistics.ReferenceFile} keeps them with where they come from ({@link
 * dev.eqm.sample.evaluation.statistics.Provenance}), and reads the reference files of ADM.
 *
 * <p>To add a kind of interval, add a method that makes an {@code Estimate} and names itself in
 * {@code method}: reports print that.
 *
 * <p>Letters: N images, D numbers an image, μ mean, Σ covariance, g groups of a jackknife.
 */
package dev.eqm.sample.evaluation.statistics;
