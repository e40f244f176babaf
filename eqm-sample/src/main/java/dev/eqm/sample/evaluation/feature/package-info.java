/**
 * Pictures as numbers that can be compared. {@link dev.eqm.sample.evaluation.feature.Features} is
 * what a net looks like to scores: {@link dev.eqm.sample.evaluation.feature.InceptionFeatures} for
 * published numbers, {@link dev.eqm.sample.evaluation.feature.TorchScriptFeatures} for any other
 * net, {@link dev.eqm.sample.evaluation.feature.PixelFeatures} without one. {@link
 * dev.eqm.sample.evaluation.feature.FeatureCollector} looks at pictures as they come.
 *
 * <p>To add a net: implement {@code Features}, with a {@link
 * dev.eqm.sample.evaluation.feature.FeatureSpec} that tells it from every other. Names of scores
 * follow it: only the FID Inception has a FID.
 */
package dev.eqm.sample.evaluation.feature;
