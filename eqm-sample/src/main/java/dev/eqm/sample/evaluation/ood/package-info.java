/**
 * Out-of-distribution detection (Table 8 of the paper): how far an image is from what a model has
 * learned, and how well that tells two sets apart.
 *
 * <p>{@link dev.eqm.sample.evaluation.ood.OodScore} is the number, one for each image, higher means
 * more out of distribution: {@link dev.eqm.sample.evaluation.ood.ExplicitEnergy} for models that
 * name their energy; {@link dev.eqm.sample.evaluation.ood.GradientNorm}, {@link
 * dev.eqm.sample.evaluation.ood.OneStepResidual}, {@link
 * dev.eqm.sample.evaluation.ood.LineIntegralEnergy} and {@link
 * dev.eqm.sample.evaluation.ood.StepsToConverge} for all. {@link
 * dev.eqm.sample.evaluation.ood.OodScorer} computes several of them for a whole set, {@link
 * dev.eqm.sample.evaluation.ood.AnomalousImages} are sets that need no download. {@link
 * dev.eqm.sample.evaluation.ood.Detection} measures scores of two sets ({@link
 * dev.eqm.sample.evaluation.ood.Auroc}, {@link dev.eqm.sample.evaluation.ood.AveragePrecision},
 * {@link dev.eqm.sample.evaluation.ood.FalsePositiveRate}, each with a {@link
 * dev.eqm.sample.evaluation.statistics.Bootstrap} interval), {@link
 * dev.eqm.sample.evaluation.ood.RocPlot} draws them.
 *
 * <p>To add a score, implement {@code OodScore}; rows must not know each other. To add a kind of
 * images, add a constant to {@link dev.eqm.sample.evaluation.ood.Anomaly}.
 *
 * <p>In and out: in distribution and out of it. Positives are what is to be detected, the images
 * out of distribution, unless a name says otherwise.
 */
package dev.eqm.sample.evaluation.ood;
