/**
 * Pictures as numbers that can be compared. {@link dev.eqm.sample.evaluation.feature.Features} is
 * what a net looks like to scores: {@link dev.eqm.sample.evaluation.feature.InceptionFeatures} for
 * published numbers, {@link dev.eqm.sample.evaluation.feature.TorchScriptFeatures} for any other
 * net, {@link dev.eqm.sample.evaluation.feature.PixelFeatures} without one. {@link
 * dev.eqm.sample.evaluation.feature.FeatureCollector} looks at pictures as they come.
 *
 * <p>Which to pick: the FID Inception where numbers of papers are to be compared, with its weights
 * from a file; {@link dev.eqm.sample.evaluation.feature.ClassifierFeatures} for grey 28x28
 * pictures, which need no file; pixels for points and tiny pictures, and for tests. Means and
 * covariances cost memory of D² numbers whatever the number of pictures; tables ({@link
 * dev.eqm.sample.evaluation.feature.FeatureTable}), which KID, precision and recall need, N·D.
 *
 * <p>To add a net: implement {@code Features}, with a {@link
 * dev.eqm.sample.evaluation.feature.FeatureSpec} that tells it from every other. Names of scores
 * follow it: only the FID Inception has a FID.
 *
 * <p>Letters: N pictures of a batch, C,H,W of a picture, D numbers of a picture's features.
 */
package dev.eqm.sample.evaluation.feature;
