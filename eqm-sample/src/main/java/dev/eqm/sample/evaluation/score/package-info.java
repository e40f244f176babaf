/**
 * From features of pictures to a list of scores. A {@link dev.eqm.sample.evaluation.score.Scoring}
 * says which, and what has to be kept of the samples for them; each is a {@link
 * dev.eqm.sample.evaluation.score.Metric}, which sees samples and reference through a {@link
 * dev.eqm.sample.evaluation.score.Comparison} and answers {@link
 * dev.eqm.sample.evaluation.score.Score}s: a number with its interval, under the name that the net
 * allows.
 *
 * <p>Which to pick: {@link dev.eqm.sample.evaluation.score.FrechetScore} (FID, FMD, sFID) is what
 * papers report and is biased upwards for few pictures; {@link
 * dev.eqm.sample.evaluation.score.KernelDistance} (KID) has no such bias; {@link
 * dev.eqm.sample.evaluation.score.PrecisionRecall} and {@link
 * dev.eqm.sample.evaluation.score.DensityCoverage} tell fidelity from variety (both by {@link
 * dev.eqm.sample.evaluation.score.Manifolds}); {@link
 * dev.eqm.sample.evaluation.score.InceptionScore}, {@link
 * dev.eqm.sample.evaluation.score.ClassAgreement} and {@link
 * dev.eqm.sample.evaluation.score.VendiScore}, which tells variety alone, need no reference.
 *
 * <p>To add one: a record that implements {@code Metric}, and a line in {@link
 * dev.eqm.sample.evaluation.score.Metrics}. Reports, {@code --metrics} and the page of help then
 * know it.
 *
 * <p>Letters: N samples, M pictures of the reference, D numbers of a picture's features, k
 * neighbours.
 */
package dev.eqm.sample.evaluation.score;
